"""The embedded servers: PostgreSQL and Valkey from their wheels, started when no address is given."""
