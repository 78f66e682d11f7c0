return require "hostile_cycle"
