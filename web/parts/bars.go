package parts

import (
	"fmt"
	"strconv"
	"strings"
)

// The chart's sizes, in units of its drawing.
const (
	barStep    = 56
	barWide    = 28
	barsFloor  = 118 // where the columns stand
	barsTall   = 96  // the tallest column
	barsHeight = 142
)

func wayPath(after int) string {
	from := stationX[after] + 38
	return fmt.Sprintf("M%d 38H%d", from, from+37)
}

// tipPath is the arrow's head, at the end it points to.
func tipPath(after int, back bool) string {
	from := stationX[after] + 38
	if back {
		return fmt.Sprintf("m%d 32-6 6 6 6", from+6)
	}
	return fmt.Sprintf("m%d 32 6 6-6 6", from+31)
}

func barsBox(bars []Bar) string {
	return fmt.Sprintf("0 0 %d %d", len(bars)*barStep, barsHeight)
}

func barsBase(bars []Bar) string {
	return fmt.Sprintf("M0 %d.5H%d", barsFloor, len(bars)*barStep)
}

func barsWords(title string, bars []Bar) string {
	var words strings.Builder
	words.WriteString(title)
	for _, bar := range bars {
		words.WriteString("; " + bar.Label + ": " + bar.Words)
	}
	return words.String()
}

func barX(i int) string      { return strconv.Itoa(i*barStep + (barStep-barWide)/2) }
func barMiddle(i int) string { return strconv.Itoa(i*barStep + barStep/2) }

func barTall(bars []Bar, bar Bar) int64 {
	var most int64 = 1
	for _, other := range bars {
		most = max(most, other.Size)
	}
	return bar.Size * barsTall / most
}

func barHeight(bars []Bar, bar Bar) string { return strconv.FormatInt(barTall(bars, bar), 10) }
func barY(bars []Bar, bar Bar) string {
	return strconv.FormatInt(barsFloor-barTall(bars, bar), 10)
}
func barWordsY(bars []Bar, bar Bar) string {
	return strconv.FormatInt(barsFloor-6-barTall(bars, bar), 10)
}
