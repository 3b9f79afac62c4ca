"""Who meets whom in what.

Start here:

- `twomode`: events or series against bodies, the graph that all else is made from
- `lanes`: in which lane a body, a series or an instrument lies
- `multilayer`: the typed graph in lanes, and its form for a page; `graphfiles` writes it as GraphML
- `ranks`: who is central and how sure that is; `centrality` has the two measures
- `nullmodel`: whether two bodies meet more often than chance would have them
- `graphtypes`: names of the graph types
"""
