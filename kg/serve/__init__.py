"""The graph in force over HTTP: a SPARQL endpoint, a document for every IRI, and pages to read.

The server proper (`kg.serve.server`) knows HTTP and never opens the graph. Whatever reads it runs
in a worker process (`kg.serve.worker`) that can be killed, for the store cannot be interrupted.
"""
