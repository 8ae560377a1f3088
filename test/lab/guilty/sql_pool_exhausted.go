package guilty

import (
	"context"
	"database/sql"

	"example.com/lab/kit"
)

func init() { kit.Add("sql-pool-exhausted", kit.Scenario{Start: sqlPoolExhausted}) }

// Five connections are kept by rows that nobody closed; thirty requests wait for one.
func sqlPoolExhausted() {
	ordersDB = kit.OpenDatabase()
	ordersDB.SetMaxOpenConns(5)
	for i := 0; i < 35; i++ {
		go func() { _, _ = newestOrder(context.Background(), ordersDB) }()
	}
}

var ordersDB *sql.DB

func newestOrder(ctx context.Context, db *sql.DB) (order int, err error) {
	rows, err := db.QueryContext(ctx, "select number from orders") // SQL POOL EXHAUSTED HERE
	if err != nil {
		return 0, err
	}
	rows.Next()
	return order, rows.Scan(&order)
}
