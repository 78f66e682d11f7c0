return { next({ 1 }) }
