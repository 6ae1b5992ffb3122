"""Questions about nodes, answered from as little of the graph as they need."""
