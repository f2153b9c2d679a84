{{- define "earshot.name" -}}
{{- $name := .Release.Name -}}
{{- if .Values.nameOverride }}{{ $name = printf "%s-%s" .Release.Name .Values.nameOverride }}{{ end -}}
{{- .Values.fullnameOverride | default $name | trunc 50 | trimSuffix "-" -}}
{{- end }}

{{- define "earshot.selector" -}}
app.kubernetes.io/name: earshot
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "earshot.labels" -}}
{{ include "earshot.selector" . }}
{{ include "earshot.commonLabels" . }}
{{- end }}

{{- define "earshot.commonLabels" -}}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- /* A list of the root and the name of an edge. Another name than the detectors', whose selector would find it otherwise. */ -}}
{{- define "earshot.edgeSelector" -}}
app.kubernetes.io/name: earshot-{{ last . }}
app.kubernetes.io/instance: {{ (first .).Release.Name }}
{{- end }}

{{- define "earshot.edgeLabels" -}}
{{ include "earshot.edgeSelector" . }}
{{ include "earshot.commonLabels" (first .) }}
{{- end }}

{{- define "earshot.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end -}}
{{- end }}

{{- /* What every pod has of the values. */ -}}
{{- define "earshot.pod" -}}
serviceAccountName: {{ include "earshot.name" . }}
automountServiceAccountToken: false
# Kubernetes' own EARSHOT_* variables for services would be taken for settings.
enableServiceLinks: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "earshot.container" -}}
image: {{ include "earshot.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end }}

{{- /* Names and Kafka, which every pod must reach. */ -}}
{{- define "earshot.egress" -}}
- ports:
    - {protocol: UDP, port: 53}
    - {protocol: TCP, port: 53}
- ports:
    {{- range .Values.networkPolicy.kafkaPorts }}
    - {protocol: TCP, port: {{ . }}}
    {{- end }}
{{- end }}

{{- define "earshot.tokenSecret" -}}
{{- .Values.http.tokenSecret | default (printf "%s-http" (include "earshot.name" .)) -}}
{{- end }}

{{- /* A value as the detector reads it. Numbers of a values file are floats to Helm, which writes large ones as 2.68e+08. */ -}}
{{- define "earshot.scalar" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) -}}{{ printf "%.0f" . }}{{- else -}}{{ toString . }}{{- end -}}
{{- end }}

{{- /* A list of the root, a key of CONFIGURATION.md and the value that stands for it where config does not have the key. */ -}}
{{- define "earshot.setting" -}}
{{- $given := index (index . 0).Values.config (index . 1) -}}
{{- if kindIs "invalid" $given }}{{ $given = index . 2 }}{{ end -}}
{{- include "earshot.scalar" $given -}}
{{- end }}

{{- /* What every client of Kafka is told, as YAML: kafka.settings, above it the keys kafka.* of config. */ -}}
{{- define "earshot.kafkaSettings" -}}
{{- $all := dict "bootstrap.servers" .Values.kafka.bootstrapServers -}}
{{- range $key, $value := .Values.kafka.settings }}{{ $_ := set $all $key (include "earshot.scalar" $value) }}{{ end -}}
{{- range $key, $value := .Values.config -}}
{{- if hasPrefix "kafka." $key }}{{ $_ := set $all (trimPrefix "kafka." $key) (include "earshot.scalar" $value) }}{{ end -}}
{{- end -}}
{{- toYaml $all -}}
{{- end }}

{{- /* What KEDA must know of the listener, from the settings of the clients. */ -}}
{{- define "earshot.kedaSecurity" -}}
{{- $client := include "earshot.kafkaSettings" . | fromYaml -}}
{{- $protocol := index $client "security.protocol" | default "PLAINTEXT" -}}
{{- $mechanism := index $client "sasl.mechanism" | default "" -}}
{{- if hasSuffix "SSL" $protocol }}
tls: enable
{{- end }}
{{- if hasPrefix "SASL" $protocol }}
sasl: {{ get (dict "PLAIN" "plaintext" "SCRAM-SHA-256" "scram_sha256" "SCRAM-SHA-512" "scram_sha512" "OAUTHBEARER" "oauthbearer" "GSSAPI" "gssapi") $mechanism | default "none" }}
{{- end }}
{{- if and (ne $protocol "PLAINTEXT") (not .Values.autoscaling.authenticationRef) }}
{{- fail "autoscaling.kind=keda with kafka.security.protocol needs autoscaling.authenticationRef, the name of a TriggerAuthentication with the credentials of a user that may describe the group and the audio topic" }}
{{- end }}
{{- end }}
