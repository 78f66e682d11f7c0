return { ("x").dump(print) }
