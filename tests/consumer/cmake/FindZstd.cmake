message(FATAL_ERROR "abonado has taken a module of the project that embeds it")
