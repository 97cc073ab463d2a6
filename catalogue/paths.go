package catalogue

import "guildhall/id"

// PathsIn answers for each category of a tree the way to it, from the top down.
func PathsIn(tree []Node) map[id.Category][]Category {
	paths := map[id.Category][]Category{}
	addPaths(paths, tree)
	return paths
}

func addPaths(paths map[id.Category][]Category, nodes []Node) {
	for _, node := range nodes {
		paths[node.ID] = node.Path
		addPaths(paths, node.Below)
	}
}
