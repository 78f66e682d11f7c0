require("hostile\0/../../x")
