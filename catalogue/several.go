package catalogue

import (
	"slices"

	"guildhall/db"
	"guildhall/id"
)

// severalMax is how many rows one statement asks for by their ids.
const severalMax = 100

// Several reads services by their ids, each with the causes that stand on it;
// those that are not there are left out.
func Several(tx *db.Tx, services []id.Service) (map[id.Service]Service, error) {
	found := make(map[id.Service]Service, len(services))
	for some := range slices.Chunk(services, severalMax) {
		rows, err := db.All(tx, scanService, `SELECT `+serviceColumns+` FROM services WHERE id IN (`+places(1, len(some))+`)`,
			arguments(some)...)
		if err != nil {
			return nil, err
		}
		if err := addCauses(tx, rows); err != nil {
			return nil, err
		}
		for _, s := range rows {
			found[s.ID] = s
		}
	}
	return found, nil
}

// addCauses reads what stands on each of the services or their sellers now.
func addCauses(tx *db.Tx, services []Service) error {
	if len(services) == 0 {
		return nil
	}
	of := make(map[id.Service]*Service, len(services))
	args := []any{tx.Now()}
	for i := range services {
		of[services[i].ID] = &services[i]
		args = append(args, services[i].ID)
	}
	among := `s.id IN (` + places(2, len(services)) + `) AND (c.until IS NULL OR c.until > $1)`
	_, err := db.All(tx, func(row db.Row) (Cause, error) {
		var service id.Service
		var cause Cause
		err := row.Scan(&service, &cause)
		if s := of[service]; s != nil {
			s.Causes = append(s.Causes, cause)
		}
		return cause, err
	}, `SELECT s.id, c.cause FROM services s JOIN service_causes c ON c.service = s.id WHERE `+among+`
		UNION SELECT s.id, c.cause FROM services s JOIN seller_causes c ON c.seller = s.seller WHERE `+among+`
		ORDER BY 1, 2`, args...)
	return err
}

// Versions reads versions by their ids; those that are not there are left out.
func Versions(tx *db.Tx, versions []id.ServiceVersion) (map[id.ServiceVersion]ServiceVersion, error) {
	found := make(map[id.ServiceVersion]ServiceVersion, len(versions))
	for some := range slices.Chunk(versions, severalMax) {
		rows, err := db.All(tx, scanVersion, `SELECT `+versionColumns+` FROM service_versions WHERE id IN (`+places(1, len(some))+`)`,
			arguments(some)...)
		if err != nil {
			return nil, err
		}
		for _, v := range rows {
			found[v.ID] = v
		}
	}
	return found, nil
}
