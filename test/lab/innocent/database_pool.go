package innocent

import (
	"context"
	"database/sql"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("database-pool", kit.Scenario{Start: databasePool}) }

// Thirty requests share five connections of a database and give each back at once.
func databasePool() {
	db := kit.OpenDatabase()
	db.SetMaxOpenConns(5)
	for i := 0; i < 30; i++ {
		go func() {
			for range time.Tick(100 * time.Millisecond) {
				_ = countOrders(db)
			}
		}()
	}
}

func countOrders(db *sql.DB) int {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	rows, err := db.QueryContext(ctx, "select number from orders")
	if err != nil {
		return 0
	}
	defer rows.Close()
	count := 0
	for rows.Next() {
		count++
	}
	return count
}
