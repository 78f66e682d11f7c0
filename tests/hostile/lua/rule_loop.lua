return tide.rule "hostile_loop"
