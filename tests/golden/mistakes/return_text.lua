return "rights"
