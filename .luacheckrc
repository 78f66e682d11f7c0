std = "lua54"
max_line_length = 100
read_globals = { "tide" }
files["scripts/meta"] = { globals = { "tide" }, unused = false, max_line_length = false }
