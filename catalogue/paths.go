package catalogue

import "guildhall/id"

// PathsIn answers for each category of a tree the way to it, from the top down.
func PathsIn(tree []Node) map[id.Category][]Category {
	paths := map[id.Category][]Category{}
	addPaths(paths, tree, nil)
	return paths
}

func addPaths(paths map[id.Category][]Category, nodes []Node, above []Category) {
	for _, node := range nodes {
		path := append(above[:len(above):len(above)], node.Category)
		paths[node.ID] = path
		addPaths(paths, node.Below, path)
	}
}
