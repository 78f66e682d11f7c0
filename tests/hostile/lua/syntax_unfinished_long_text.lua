return [==[ never ended ]=]
