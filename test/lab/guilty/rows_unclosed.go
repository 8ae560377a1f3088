package guilty

import (
	"context"
	"database/sql"

	"example.com/lab/kit"
)

func init() { kit.Add("rows-unclosed", kit.Scenario{Start: rowsUnclosed}) }

// Rows are left open after the first one, so each keeps a connection and a goroutine that watches its context.
func rowsUnclosed() {
	numbersDB = kit.OpenDatabase()
	ctx, cancel := context.WithCancel(context.Background())
	_ = cancel
	kit.Requests(3, func() { _, _ = firstNumber(ctx, numbersDB) })
}

var numbersDB *sql.DB

func firstNumber(ctx context.Context, db *sql.DB) (number int, err error) {
	rows, err := db.QueryContext(ctx, "select number from numbers")
	if err != nil {
		return 0, err
	}
	rows.Next()
	return number, rows.Scan(&number)
}
