// Command cel reads the lines of cel_cases and compares every outcome with what cel-go makes of the
// same text over the same facts: value, unknown or error. Facts of which nothing is known are
// unknown attributes. It exits with 1 when anything differs.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/interpreter"
)

const differencesShown = 20

// line is any of the three kinds of lines.
type line struct {
	Schemas   map[string]map[string]fieldText
	Variables map[string]string
	World     map[string]json.RawMessage
	Text      string
	Verdict   string
	Causes    []string
}

type comparison struct {
	schema *schema
	env    *cel.Env
	vars   interpreter.PartialActivation
	counts map[string]int
	bad    int
}

func (c *comparison) differ(l line, format string, args ...any) {
	c.bad++
	if c.bad <= differencesShown {
		fmt.Printf("%s\n    ours: %s %v\n    cel-go: %s\n", l.Text, l.Verdict, l.Causes, fmt.Sprintf(format, args...))
	}
}

// verdictOf names a value as cel_cases does.
func verdictOf(value ref.Val, err error) string {
	switch {
	case types.IsUnknown(value):
		return "unknown"
	case err != nil || types.IsError(value):
		return "error"
	case value == types.True:
		return "true"
	case value == types.False:
		return "false"
	}
	return fmt.Sprintf("a value of type %s", value.Type())
}

// unknownPaths lists the facts that cel-go says the unknown comes from.
func unknownPaths(value ref.Val) []string {
	unknown, ok := value.(*types.Unknown)
	if !ok {
		return nil
	}
	var paths []string
	for _, id := range unknown.IDs() {
		trails, _ := unknown.GetAttributeTrails(id)
		for _, trail := range trails {
			paths = append(paths, trail.String())
		}
	}
	return paths
}

// names says whether a cause is the attribute or a part of it: an unknown variable is one attribute.
func names(causes []string, attribute string) bool {
	for _, cause := range causes {
		if cause == attribute || strings.HasPrefix(cause, attribute+".") {
			return true
		}
	}
	return false
}

func (c *comparison) evaluate(text string) (ref.Val, error) {
	ast, issues := c.env.Compile(text)
	if issues.Err() != nil {
		return nil, fmt.Errorf("does not compile: %w", issues.Err())
	}
	if ast.OutputType() != cel.BoolType {
		return nil, fmt.Errorf("is a %s", ast.OutputType())
	}
	program, err := c.env.Program(ast, cel.EvalOptions(cel.OptPartialEval))
	if err != nil {
		return nil, fmt.Errorf("has no program: %w", err)
	}
	value, _, err := program.Eval(c.vars)
	if err != nil {
		value = types.WrapErr(err)
	}
	return value, nil
}

func (c *comparison) compare(l line) {
	value, err := c.evaluate(l.Text)
	if err != nil {
		c.differ(l, "%v", err)
		return
	}
	verdict := verdictOf(value, nil)
	c.counts[verdict]++
	either := l.Verdict == "either" && (verdict == "unknown" || verdict == "error")
	if verdict != l.Verdict && !either {
		c.differ(l, "%s %v", verdict, value)
		return
	}
	for _, path := range unknownPaths(value) {
		if !names(l.Causes, path) {
			c.differ(l, "unknown because of %s", path)
		}
	}
}

func (c *comparison) read(l line) error {
	var err error
	switch {
	case l.Schemas != nil:
		c.schema, err = newSchema(l.Schemas, l.Variables)
		if err == nil {
			c.env, err = newEnv(c.schema)
		}
	case l.World != nil:
		c.vars, err = c.schema.activation(l.World)
	default:
		c.compare(l)
	}
	return err
}

func run() error {
	c := comparison{counts: map[string]int{}}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var l line
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return fmt.Errorf("%w in %s", err, lines.Text())
		}
		if err := c.read(l); err != nil {
			return err
		}
	}
	compared := 0
	for _, count := range c.counts {
		compared += count
	}
	fmt.Printf("%d conditions compared: %v; %d differences\n", compared, c.counts, c.bad)
	if c.bad > 0 || compared == 0 {
		return fmt.Errorf("the condition language differs from CEL")
	}
	return lines.Err()
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
