return require "hostile_broken"
