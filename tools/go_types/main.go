// Writes what encoding/json knows of Kubernetes' Go types: for each kind its struct, and for each struct its fields.
//
// Run it in tests/cluster/modules/kubernetes, whose go.mod pins the versions: go run ../../../../tools/go_types/main.go
package main

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	clientscheme "k8s.io/client-go/kubernetes/scheme"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apiregistration "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

var unmarshaler = reflect.TypeOf((*json.Unmarshaler)(nil)).Elem()

type tables struct {
	Kinds   map[string]string          `json:"kinds"`
	Structs map[string][][4]string `json:"structs"`
}

func nameOf(t reflect.Type) string {
	path := t.PkgPath()
	path = strings.TrimPrefix(path, "k8s.io/api/")
	path = strings.TrimPrefix(path, "k8s.io/apimachinery/pkg/")
	path = strings.TrimPrefix(path, "k8s.io/apiextensions-apiserver/pkg/apis/")
	path = strings.TrimPrefix(path, "k8s.io/kube-aggregator/pkg/apis/")
	return path + "." + t.Name()
}

func (all tables) codeOf(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		return "*" + all.codeOf(t.Elem())
	}
	if t.Name() != "" && reflect.PointerTo(t).Implements(unmarshaler) {
		return "!" + nameOf(t)
	}
	switch t.Kind() {
	case reflect.Struct:
		all.add(t)
		return "@" + nameOf(t)
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "y"
		}
		return "[" + named(t) + "]" + all.codeOf(t.Elem())
	case reflect.Map:
		return "{" + named(t) + "}" + all.codeOf(t.Elem())
	case reflect.Interface:
		return "?"
	default:
		if t.Name() != t.Kind().String() {
			return t.Kind().String() + " " + t.String()
		}
		return t.Kind().String()
	}
}

func named(t reflect.Type) string {
	if t.Name() != "" {
		return t.String()
	}
	if t.Kind() == reflect.Map && t.Key().String() != "string" {
		return "key " + t.Key().String()
	}
	return ""
}

func (all tables) add(t reflect.Type) {
	name := nameOf(t)
	if _, known := all.Structs[name]; known {
		return
	}
	all.Structs[name] = nil
	all.Structs[name] = all.fieldsOf(t)
}

func (all tables) fieldsOf(t reflect.Type) [][4]string {
	fields := [][4]string{}
	for i := 0; i < t.NumField(); i++ {
		field := t.Field(i)
		if field.PkgPath != "" {
			continue
		}
		parts := strings.Split(field.Tag.Get("json"), ",")
		if parts[0] == "-" {
			continue
		}
		if parts[0] == "" && field.Anonymous {
			inner := field.Type
			if inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			for _, promoted := range all.fieldsOf(inner) {
				promoted[3] = strings.TrimSuffix(field.Name+"."+promoted[3], ".")
				fields = append(fields, promoted)
			}
			continue
		}
		flags := ""
		for _, option := range parts[1:] {
			switch option {
			case "omitempty":
				flags += "e"
			case "omitzero":
				flags += "z"
			}
		}
		key := parts[0]
		if key == "" {
			key = field.Name
		}
		fields = append(fields, [4]string{key, all.codeOf(field.Type), flags, ""})
	}
	return fields
}

func main() {
	all := tables{Kinds: map[string]string{}, Structs: map[string][][4]string{}}
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{clientscheme.AddToScheme, apiextensions.AddToScheme, apiregistration.AddToScheme} {
		if err := add(scheme); err != nil {
			panic(err)
		}
	}
	for kind, t := range scheme.AllKnownTypes() {
		version := kind.GroupVersion().String()
		if kind.Version == "__internal" || strings.Contains(kind.Version, "alpha") || strings.HasSuffix(kind.Kind, "Options") || strings.HasSuffix(kind.Kind, "List") || strings.HasSuffix(kind.Kind, "Event") && kind.Kind == "WatchEvent" || strings.HasPrefix(t.PkgPath(), "k8s.io/apimachinery") {
			continue
		}
		all.add(t)
		all.Kinds[version+" "+kind.Kind] = nameOf(t)
	}
	encoder := json.NewEncoder(os.Stdout)
	if err := encoder.Encode(all); err != nil {
		panic(err)
	}
}
