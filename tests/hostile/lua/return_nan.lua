return { missing = { need = 0 / 0 } }
