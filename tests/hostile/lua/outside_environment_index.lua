local env = _ENV
env.print = nil
