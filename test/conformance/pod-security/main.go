// Asks upstream: `evaluate` judges pods, a JSON document a line, as the API server's admission does, at both
// levels by every policy version;
// `shapes` prints which fields what we read has, and of what type each is; `checks` names the checks.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	storagev1 "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	kjson "sigs.k8s.io/json"
)

// newest is one minor newer than any policy.
const newest = 38

type answer struct {
	// Why it cannot be read as a pod; empty where it can.
	Unreadable string `json:"unreadable"`
	// What each level forbids, minor by minor.
	Baseline   [][]string `json:"baseline"`
	Restricted [][]string `json:"restricted"`
}

func main() {
	switch os.Args[1] {
	case "evaluate":
		evaluate()
	case "checks":
		printJSON(checks())
	case "shapes":
		printJSON(shapes())
	}
}

func printJSON(value any) {
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	if err := out.Encode(value); err != nil {
		panic(err)
	}
}

func evaluate() {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		panic(err)
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64*1024*1024)
	for in.Scan() {
		var pod corev1.Pod
		if err := kjson.UnmarshalCaseSensitivePreserveInts(in.Bytes(), &pod); err != nil {
			printJSON(answer{Unreadable: err.Error()})
			continue
		}
		said := answer{}
		for minor := range newest + 1 {
			said.Baseline = append(said.Baseline, forbidden(evaluator, api.LevelBaseline, minor, &pod))
			said.Restricted = append(said.Restricted, forbidden(evaluator, api.LevelRestricted, minor, &pod))
		}
		printJSON(said)
	}
}

func forbidden(evaluator policy.Evaluator, level api.Level, minor int, pod *corev1.Pod) []string {
	reasons := []string{}
	version := api.LevelVersion{Level: level, Version: api.MajorMinorVersion(1, minor)}
	for _, result := range evaluator.EvaluatePod(version, &pod.ObjectMeta, &pod.Spec) {
		if !result.Allowed {
			reasons = append(reasons, fmt.Sprintf("%s (%s)", result.ForbiddenReason, result.ForbiddenDetail))
		}
	}
	return reasons
}

type checkRow struct {
	ID       string     `json:"id"`
	Level    string     `json:"level"`
	Versions []checkAge `json:"versions"`
}

type checkAge struct {
	Since     int      `json:"since"`
	Overrides []string `json:"overrides"`
}

func checks() []checkRow {
	rows := []checkRow{}
	for _, check := range policy.DefaultChecks() {
		row := checkRow{ID: string(check.ID), Level: string(check.Level)}
		for _, version := range check.Versions {
			age := checkAge{Since: version.MinimumVersion.Minor(), Overrides: []string{}}
			for _, id := range version.OverrideCheckIDs {
				age.Overrides = append(age.Overrides, string(id))
			}
			row.Versions = append(row.Versions, age)
		}
		rows = append(rows, row)
	}
	return rows
}

// shapes: name of a struct -> field -> its type: "string", "bool", "integer", "number", "bytes", "any", "time", "quantity",
// "intOrString", "[]T", "map[string]T" or the name of another struct.
func shapes() map[string]map[string]string {
	found := map[string]map[string]string{}
	for _, root := range []any{
		corev1.Pod{}, corev1.PodTemplate{}, corev1.ReplicationController{}, corev1.Node{}, corev1.Namespace{},
		corev1.Service{}, corev1.PersistentVolume{}, corev1.PersistentVolumeClaim{}, corev1.Event{}, corev1.Secret{}, corev1.ServiceAccount{},
		appsv1.Deployment{}, appsv1.ReplicaSet{}, appsv1.StatefulSet{}, appsv1.DaemonSet{},
		batchv1.Job{}, batchv1.CronJob{}, policyv1.PodDisruptionBudget{}, storagev1.StorageClass{},
		admissionv1.ValidatingWebhookConfiguration{}, admissionv1.MutatingWebhookConfiguration{},
		discoveryv1.EndpointSlice{}, networkingv1.NetworkPolicy{}, networkingv1.Ingress{},
		rbacv1.Role{}, rbacv1.ClusterRole{}, rbacv1.RoleBinding{}, rbacv1.ClusterRoleBinding{},
	} {
		typeName(reflect.TypeOf(root), found)
	}
	return found
}

// packages: of each struct, by its name.
var packages = map[string]string{}

func typeName(t reflect.Type, found map[string]map[string]string) string {
	switch t {
	case reflect.TypeOf(resource.Quantity{}):
		return "quantity"
	case reflect.TypeOf(intstr.IntOrString{}):
		return "intOrString"
	case reflect.TypeOf(metav1.Time{}), reflect.TypeOf(metav1.MicroTime{}):
		return "time"
	case reflect.TypeOf(metav1.FieldsV1{}):
		return "any"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return typeName(t.Elem(), found)
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "bool"
	case reflect.Int, reflect.Int32, reflect.Int64:
		return "integer"
	case reflect.Float64:
		return "number"
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "bytes"
		}
		return "[]" + typeName(t.Elem(), found)
	case reflect.Map:
		return "map[string]" + typeName(t.Elem(), found)
	case reflect.Struct:
		if _, known := found[t.Name()]; !known {
			found[t.Name()] = map[string]string{}
			packages[t.Name()] = t.PkgPath()
			addFields(t, found[t.Name()], found)
		}
		if packages[t.Name()] != t.PkgPath() {
			panic("two structs called " + t.Name())
		}
		return t.Name()
	}
	panic("no shape for " + t.String())
}

func addFields(t reflect.Type, fields map[string]string, found map[string]map[string]string) {
	for i := range t.NumField() {
		field := t.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" && field.Anonymous {
			addFields(field.Type, fields, found)
			continue
		}
		fields[name] = typeName(field.Type, found)
	}
}
