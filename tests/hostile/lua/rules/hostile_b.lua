return tide.rule "hostile_a"
