return tide.rule "hostile_b"
