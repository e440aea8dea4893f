"""What the server does between requests, and what it remembers from one request to the next.

Each service is given the client, the session and the services that it uses. Must not know the
handlers.
"""
