// Writes how Kubernetes' kinds are encoded as protobuf: for each kind its message, and for each message its fields.
//
// Run it in tests/cluster/modules/kubernetes, whose go.mod pins the versions:
// go run ../../../../tools/protobuf_types/main.go | gzip -9n > ../../../../typekro/local/serving/bundled/protobuf.json.gz
package main

import (
	"encoding/json"
	"os"
	"reflect"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	clientscheme "k8s.io/client-go/kubernetes/scheme"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apiregistration "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

type field struct {
	number int
	name   string
	code   string
}

func (f field) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{f.number, f.name, f.code})
}

type tables struct {
	Kinds    map[string]string  `json:"kinds"`
	Messages map[string][]field `json:"messages"`
}

// What has a JSON of its own.
var special = map[string]string{
	"k8s.io/apimachinery/pkg/apis/meta/v1.Time":                     "time",
	"k8s.io/apimachinery/pkg/apis/meta/v1.MicroTime":                "microtime",
	"k8s.io/apimachinery/pkg/apis/meta/v1.Duration":                 "duration",
	"k8s.io/apimachinery/pkg/apis/meta/v1.FieldsV1":                 "json",
	"k8s.io/apimachinery/pkg/api/resource.Quantity":                 "quantity",
	"k8s.io/apimachinery/pkg/runtime.RawExtension":                  "json",
	"k8s.io/apimachinery/pkg/util/intstr.IntOrString":               "intstr",
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSON": "json",
}

func nameOf(t reflect.Type) string {
	path := strings.TrimPrefix(t.PkgPath(), "k8s.io/")
	return path + "." + t.Name()
}

func (all tables) codeOf(t reflect.Type) string {
	if code, found := special[t.PkgPath()+"."+t.Name()]; found {
		return code
	}
	switch t.Kind() {
	case reflect.Pointer:
		return all.codeOf(t.Elem())
	case reflect.Struct:
		all.add(t)
		return "@" + nameOf(t)
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "bytes"
		}
		if _, wrapped := reflect.PointerTo(t).MethodByName("Unmarshal"); wrapped {
			return "#" + all.codeOf(t.Elem()) // a message whose field 1 has the items
		}
		return "[" + all.codeOf(t.Elem())
	case reflect.Map:
		return "{" + all.codeOf(t.Elem())
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "bool"
	case reflect.Float64:
		return "double"
	case reflect.Float32:
		return "float"
	default:
		return "int"
	}
}

func (all tables) add(t reflect.Type) {
	name := nameOf(t)
	if _, known := all.Messages[name]; known {
		return
	}
	all.Messages[name] = []field{}
	fields := []field{}
	for i := range t.NumField() {
		f := t.Field(i)
		protobuf := strings.Split(f.Tag.Get("protobuf"), ",")
		if len(protobuf) < 2 {
			continue
		}
		number, err := strconv.Atoi(protobuf[1])
		if err != nil {
			panic(err)
		}
		said := strings.Split(f.Tag.Get("json"), ",")
		code := all.codeOf(f.Type)
		// What is no pointer is always sent, and left out of the JSON where it is zero.
		if f.Type.Kind() != reflect.Pointer && len(said) > 1 && said[1] == "omitempty" {
			code = "-" + code
		}
		fields = append(fields, field{number, said[0], code})
	}
	all.Messages[name] = fields
}

func main() {
	for _, add := range []func(*runtime.Scheme) error{apiextensions.AddToScheme, apiregistration.AddToScheme} {
		if err := add(clientscheme.Scheme); err != nil {
			panic(err)
		}
	}
	all := tables{map[string]string{}, map[string][]field{}}
	for kind, t := range clientscheme.Scheme.AllKnownTypes() {
		if kind.Version == runtime.APIVersionInternal || strings.HasSuffix(kind.Kind, "List") || kind.Kind == "WatchEvent" {
			continue
		}
		if strings.Contains(kind.Version, "alpha") || strings.Contains(kind.Version, "beta") { // not served
			continue
		}
		if strings.HasSuffix(t.PkgPath(), "/meta/v1") && kind.Group != "" {
			continue
		}
		all.add(t)
		all.Kinds[kind.GroupVersion().String()+" "+kind.Kind] = nameOf(t)
	}
	if err := json.NewEncoder(os.Stdout).Encode(all); err != nil {
		panic(err)
	}
}
