// Evaluates CEL with kro's own packages: reads kro_values.json from stdin, and writes it with what kro gives for each expression.
//
// Build it in a module that requires github.com/kubernetes-sigs/kro at the version that the tests pin, for example beside a copy of
// tests/cluster/modules/kro/go.mod and go.sum, with GOFLAGS=-mod=mod.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"sort"
	"strconv"
	"strings"

	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apiserver/pkg/cel/openapi"
	"k8s.io/kube-openapi/pkg/validation/spec"

	"github.com/google/cel-go/cel"
	krocel "github.com/kubernetes-sigs/kro/pkg/cel"
	"github.com/kubernetes-sigs/kro/pkg/cel/library"
	"github.com/kubernetes-sigs/kro/pkg/cel/sentinels"
	"github.com/kubernetes-sigs/kro/pkg/cel/unstructured"
)

// group has expressions over the same variables; those with a schema are seen through it.
type group struct {
	Values  map[string]json.RawMessage `json:"values"`
	Schemas map[string]json.RawMessage `json:"schemas"`
	Cases   []struct {
		Expression string `json:"expression"`
	} `json:"cases"`
}

type request struct {
	Expression string
	Values     map[string]json.RawMessage
	Schemas    map[string]*spec.Schema
}

func write(b *bytes.Buffer, v any) {
	switch v := v.(type) {
	case float64:
		switch {
		case math.IsNaN(v) || math.IsInf(v, 0):
			fmt.Fprintf(b, `{"$double":"%v"}`, v)
		default:
			text := strconv.FormatFloat(v, 'g', -1, 64)
			if !strings.ContainsAny(text, ".e") {
				text += ".0"
			}
			b.WriteString(text)
		}
	case sentinels.Omit:
		b.WriteString(`{"$omit":true}`)
	case *library.Condition:
		write(b, map[string]any{"$condition": []any{v.ConditionType, v.Status, v.Reason, v.Message}})
	case []any:
		b.WriteByte('[')
		for i, item := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			write(b, item)
		}
		b.WriteByte(']')
	case map[string]any:
		keys := make([]string, 0, len(v))
		for key := range v {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		b.WriteByte('{')
		for i, key := range keys {
			if i > 0 {
				b.WriteByte(',')
			}
			write(b, key)
			b.WriteByte(':')
			write(b, v[key])
		}
		b.WriteByte('}')
	default:
		text, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		b.Write(text)
	}
}

func evaluated(r request) (result any, refused, failed string) {
	defer func() {
		if e := recover(); e != nil {
			failed = fmt.Sprintf("PANIC: %v", e)
		}
	}()
	names := []string{}
	context := map[string]any{library.RuntimeVarName: library.RuntimeSingleton}
	for name, text := range r.Values {
		var value any
		if err := utiljson.Unmarshal(text, &value); err != nil {
			panic(err)
		}
		if schema, ok := r.Schemas[name]; ok {
			context[name] = unstructured.UnstructuredToVal(value, &openapi.Schema{Schema: schema})
		} else {
			names = append(names, name)
			context[name] = value
		}
	}
	declared := []cel.EnvOption{}
	for _, name := range names {
		declared = append(declared, cel.Variable(name, cel.DynType))
	}
	env, err := krocel.DefaultEnvironment(krocel.WithCustomDeclarations(declared), krocel.WithTypedResources(r.Schemas))
	if err != nil {
		panic(err)
	}
	ast, issues := env.Compile(r.Expression)
	if issues.Err() != nil {
		return nil, issues.Err().Error(), ""
	}
	program, err := env.Program(ast)
	if err != nil {
		return nil, err.Error(), ""
	}
	expression := krocel.Expression{Original: r.Expression, Program: program}
	result, err = expression.Eval(context)
	if err != nil {
		out, _, evalErr := program.Eval(context)
		if evalErr == nil {
			if condition, ok := out.Value().(*library.Condition); ok {
				return condition, "", ""
			}
		}
		text := err.Error()
		text = strings.TrimPrefix(text, fmt.Sprintf("eval %q: ", r.Expression))
		return nil, "", strings.TrimPrefix(text, fmt.Sprintf("convert %q: ", r.Expression))
	}
	return result, "", ""
}

func schemas(texts map[string]json.RawMessage) map[string]*spec.Schema {
	found := map[string]*spec.Schema{}
	for name, text := range texts {
		schema := &spec.Schema{}
		if err := json.Unmarshal(text, schema); err != nil {
			panic(err)
		}
		found[name] = schema
	}
	return found
}

func text(v any) string {
	b := &bytes.Buffer{}
	encoder := json.NewEncoder(b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(err)
	}
	return strings.TrimSpace(b.String())
}

func main() {
	var groups []group
	if err := json.NewDecoder(os.Stdin).Decode(&groups); err != nil {
		panic(err)
	}
	for i, g := range groups {
		fmt.Printf("%s{\"values\": %s, \"schemas\": %s, \"cases\": [\n", map[bool]string{true: "[", false: ",\n"}[i == 0], text(g.Values), text(g.Schemas))
		for j, c := range g.Cases {
			result, refused, failed := evaluated(request{c.Expression, g.Values, schemas(g.Schemas)})
			outcome := &bytes.Buffer{}
			switch {
			case refused != "":
				outcome.WriteString(`"refused": `)
				write(outcome, refused)
			case failed != "":
				outcome.WriteString(`"error": `)
				write(outcome, failed)
			default:
				outcome.WriteString(`"value": `)
				write(outcome, result)
			}
			end := map[bool]string{true: "", false: ","}[j == len(g.Cases)-1]
			fmt.Printf("{\"expression\": %s, %s}%s\n", text(c.Expression), outcome, end)
		}
		fmt.Print("]}")
	}
	fmt.Println("]")
}
