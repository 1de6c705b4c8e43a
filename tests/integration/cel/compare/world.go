package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/interpreter"
)

// fieldText is a field as cel_cases describes it.
type fieldText struct {
	Type     string
	Fallback json.RawMessage
}

// factText is a fact as cel_cases writes it; absent facts are left out.
type factText struct {
	Known bool
	Value json.RawMessage
}

type field struct {
	kind     *kind
	fallback ref.Val // nil: reading it when absent is an error
}

// kind is a type of the tables: a scalar, a record or a list of one of them.
type kind struct {
	name   string
	list   bool
	record string
}

type schema struct {
	types.Provider
	records   map[string]map[string]field
	variables map[string]*kind
}

// record is a struct with its facts; those that are unknown are types.Unknown.
type record struct {
	name  string
	facts map[string]ref.Val
}

func newKind(text string) *kind {
	k := &kind{}
	text, k.list = cutPrefix(text, "list ")
	text, isRecord := cutPrefix(text, "record ")
	k.name = text
	if isRecord {
		k.record = text
	}
	return k
}

func cutPrefix(text, prefix string) (string, bool) {
	return strings.TrimPrefix(text, prefix), strings.HasPrefix(text, prefix)
}

// typeName makes a name of CEL out of "spf term".
func typeName(name string) string {
	return "toy." + strings.ReplaceAll(name, " ", "_")
}

func (k *kind) celType() *cel.Type {
	scalars := map[string]*cel.Type{
		"bool": cel.BoolType, "int": cel.IntType, "double": cel.DoubleType, "string": cel.StringType,
	}
	t := scalars[k.name]
	if k.record != "" {
		t = cel.ObjectType(typeName(k.record))
	}
	if k.list {
		return cel.ListType(t)
	}
	return t
}

func newSchema(texts map[string]map[string]fieldText, variables map[string]string) (*schema, error) {
	s := &schema{records: map[string]map[string]field{}, variables: map[string]*kind{}}
	registry, err := types.NewRegistry()
	if err != nil {
		return nil, err
	}
	s.Provider = registry
	for name, fields := range texts {
		s.records[typeName(name)] = map[string]field{}
		for fieldName, text := range fields {
			f := field{kind: newKind(text.Type)}
			if text.Fallback != nil {
				if f.fallback, err = s.value(f.kind, text.Fallback, ""); err != nil {
					return nil, err
				}
			}
			s.records[typeName(name)][fieldName] = f
		}
	}
	for name, text := range variables {
		s.variables[name] = newKind(text)
	}
	return s, nil
}

// The provider: records are message types whose fields say themselves whether they are set.

func (s *schema) FindStructType(name string) (*types.Type, bool) {
	if _, ok := s.records[name]; ok {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return s.Provider.FindStructType(name)
}

func (s *schema) FindStructFieldType(name, fieldName string) (*types.FieldType, bool) {
	f, ok := s.records[name][fieldName]
	if !ok {
		return nil, false
	}
	return &types.FieldType{
		Type:    f.kind.celType(),
		IsSet:   func(target any) bool { return target.(*record).facts[fieldName] != nil },
		GetFrom: func(target any) (any, error) { return target.(*record).get(fieldName, f) },
	}, true
}

func (r *record) get(name string, f field) (any, error) {
	switch value := r.facts[name]; {
	case value != nil:
		return value, nil
	case f.fallback != nil:
		return f.fallback, nil
	case f.kind.list:
		return []string{}, nil
	}
	return nil, fmt.Errorf("%s is absent", name)
}

// A record as a value of CEL.

func (r *record) ConvertToNative(reflect.Type) (any, error) { return nil, fmt.Errorf("not supported") }
func (r *record) ConvertToType(ref.Type) ref.Val            { return types.NewErr("not supported") }
func (r *record) Equal(other ref.Val) ref.Val               { return types.Bool(r == other) }
func (r *record) Type() ref.Type                            { return types.NewObjectType(r.name) }
func (r *record) Value() any                                { return r }

// Reading worlds.

// activation has the variables of a world, with unknown facts as unknown attributes. Elements of
// lists have no attributes of their own; their unknown facts are values.
func (s *schema) activation(world map[string]json.RawMessage) (interpreter.PartialActivation, error) {
	values := map[string]any{}
	var unknown []*interpreter.AttributePattern
	for name, k := range s.variables {
		text, given := world[name]
		if !given {
			unknown = append(unknown, cel.AttributePattern(name))
			continue
		}
		value, err := s.value(k, text, name)
		if err != nil {
			return nil, err
		}
		values[name] = value
		unknown = append(unknown, unknownFacts(name, nil, value)...)
	}
	return cel.PartialVars(values, unknown...)
}

func unknownFacts(variable string, path []string, value ref.Val) []*interpreter.AttributePattern {
	if types.IsUnknown(value) {
		pattern := cel.AttributePattern(variable)
		for _, name := range path {
			pattern = pattern.QualString(name)
		}
		return []*interpreter.AttributePattern{pattern}
	}
	r, ok := value.(*record)
	if !ok {
		return nil
	}
	var patterns []*interpreter.AttributePattern
	for name, fact := range r.facts {
		deeper := append(append([]string{}, path...), name)
		patterns = append(patterns, unknownFacts(variable, deeper, fact)...)
	}
	return patterns
}

func (s *schema) value(k *kind, text json.RawMessage, path string) (ref.Val, error) {
	if k.list {
		return s.list(k, text, path)
	}
	if k.record != "" {
		return s.recordValue(k.record, text, path)
	}
	return scalar(k.name, text)
}

func (s *schema) list(k *kind, text json.RawMessage, path string) (ref.Val, error) {
	var texts []json.RawMessage
	if err := json.Unmarshal(text, &texts); err != nil {
		return nil, err
	}
	element := &kind{name: k.name, record: k.record}
	values := make([]ref.Val, len(texts))
	for i, item := range texts {
		var err error
		if values[i], err = s.value(element, item, path+"[]"); err != nil {
			return nil, err
		}
	}
	return types.NewRefValList(types.DefaultTypeAdapter, values), nil
}

func (s *schema) recordValue(name string, text json.RawMessage, path string) (ref.Val, error) {
	var texts map[string]factText
	if err := json.Unmarshal(text, &texts); err != nil {
		return nil, err
	}
	r := &record{name: typeName(name), facts: map[string]ref.Val{}}
	for fact, t := range texts {
		factPath := path + "." + fact
		if !t.Known {
			r.facts[fact] = types.NewUnknown(0, types.NewAttributeTrail(factPath))
			continue
		}
		value, err := s.value(s.records[r.name][fact].kind, t.Value, factPath)
		if err != nil {
			return nil, err
		}
		r.facts[fact] = value
	}
	return r, nil
}

func scalar(name string, text json.RawMessage) (ref.Val, error) {
	var word string
	if name == "string" || name == "double" {
		if err := json.Unmarshal(text, &word); err != nil {
			return nil, err
		}
	}
	switch name {
	case "string":
		return types.String(word), nil
	case "double":
		number, err := strconv.ParseFloat(word, 64)
		return types.Double(number), err
	case "int":
		number, err := strconv.ParseInt(string(text), 10, 64)
		return types.Int(number), err
	}
	return types.Bool(string(text) == "true"), nil
}
