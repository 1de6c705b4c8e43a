package main

import (
	"fmt"
	"math"
	"net/netip"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/ext"
)

// newEnv declares the variables and the functions that CEL itself does not have.
func newEnv(s *schema) (*cel.Env, error) {
	options := []cel.EnvOption{cel.CustomTypeProvider(s), ext.Strings()}
	for name, k := range s.variables {
		options = append(options, cel.Variable(name, k.celType()))
	}
	options = append(options,
		unary("strength", cel.StringType, cel.IntType, strength),
		unary("percent", cel.DoubleType, cel.StringType, percent),
		binary("fixed", cel.DoubleType, cel.IntType, cel.StringType, fixed),
		binary("isSubdomainOf", cel.StringType, cel.StringType, cel.BoolType, isSubdomainOf),
		binary("inPrefix", cel.StringType, cel.StringType, cel.BoolType, inPrefix),
		cel.Function("plural", cel.Overload("plural_int_string_string",
			[]*cel.Type{cel.IntType, cel.StringType, cel.StringType}, cel.StringType,
			cel.FunctionBinding(plural))))
	return cel.NewEnv(options...)
}

func unary(name string, arg, result *cel.Type, f func(ref.Val) ref.Val) cel.EnvOption {
	return cel.Function(name, cel.Overload(name+"_"+arg.String(), []*cel.Type{arg}, result,
		cel.UnaryBinding(f)))
}

func binary(name string, a, b, result *cel.Type, f func(a, b ref.Val) ref.Val) cel.EnvOption {
	return cel.Function(name, cel.Overload(name+"_"+a.String()+"_"+b.String(), []*cel.Type{a, b},
		result, cel.BinaryBinding(f)))
}

func strength(policy ref.Val) ref.Val {
	for i, name := range []string{"none", "quarantine", "reject"} {
		if policy == types.String(name) {
			return types.Int(i)
		}
	}
	return types.NewErr("no policy: %v", policy)
}

func inRange(x float64) bool {
	return !math.IsNaN(x) && math.Abs(x) < 1e9
}

func percent(value ref.Val) ref.Val {
	share := float64(value.(types.Double))
	if !inRange(share) || share < 0 {
		return types.NewErr("no share: %v", share)
	}
	tenths := int64(math.Floor(float64(share*1000) + 0.5))
	switch {
	case share < 1 && tenths > 999:
		tenths = 999
	case share > 0 && tenths == 0:
		tenths = 1
	}
	return types.String(strings.TrimSuffix(fmt.Sprintf("%d.%d", tenths/10, tenths%10), ".0") + "%")
}

func fixed(value, digits ref.Val) ref.Val {
	x, n := float64(value.(types.Double)), int(digits.(types.Int))
	if !inRange(x) || n < 0 || n > 6 {
		return types.NewErr("out of range: %v", x)
	}
	power := math.Pow10(n)
	rounded := math.Floor(float64(math.Abs(x)*power) + 0.5)
	text := fmt.Sprintf("%.*f", n, rounded/power)
	if x < 0 && rounded > 0 {
		text = "-" + text
	}
	return types.String(text)
}

func plural(args ...ref.Val) ref.Val {
	word := args[2]
	if args[0] == types.Int(1) {
		word = args[1]
	}
	return types.String(fmt.Sprintf("%d %s", args[0].(types.Int), word.(types.String)))
}

// isName says whether the text is a domain name; the strings of the worlds have no escapes.
func isName(name string) bool {
	if name == "." {
		return true
	}
	for _, label := range strings.Split(strings.TrimSuffix(name, "."), ".") {
		if len(label) == 0 || len(label) > 63 {
			return false
		}
	}
	return len(name) <= 253
}

func isSubdomainOf(name, above ref.Val) ref.Val {
	a, b := string(name.(types.String)), string(above.(types.String))
	if !isName(a) || !isName(b) {
		return types.False
	}
	a, b = strings.TrimSuffix(a, "."), strings.TrimSuffix(b, ".")
	return types.Bool(b == "" && a != "" || strings.HasSuffix(lower(a), "."+lower(b)))
}

// lower maps A to Z only.
func lower(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r - 'A' + 'a'
		}
		return r
	}, text)
}

func inPrefix(address, prefix ref.Val) ref.Val {
	network, err := netip.ParsePrefix(string(prefix.(types.String)))
	if err != nil {
		return types.WrapErr(err)
	}
	ip, err := netip.ParseAddr(string(address.(types.String)))
	return types.Bool(err == nil && network.Contains(ip))
}
