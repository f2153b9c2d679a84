{{- define "earshot.name" -}}
{{- printf "%s" .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end }}

{{- define "earshot.selector" -}}
app.kubernetes.io/name: earshot
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "earshot.labels" -}}
{{ include "earshot.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "earshot.tokenSecret" -}}
{{- .Values.http.tokenSecret | default (printf "%s-http" (include "earshot.name" .)) -}}
{{- end }}

{{- /* A value as the detector reads it. Numbers of a values file are floats to Helm, which writes large ones as 2.68e+08. */ -}}
{{- define "earshot.scalar" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) -}}{{ printf "%.0f" . }}{{- else -}}{{ toString . }}{{- end -}}
{{- end }}

{{- /* What KEDA must know of the listener, from the settings of the clients. */ -}}
{{- define "earshot.kedaSecurity" -}}
{{- $protocol := index .Values.kafka.settings "security.protocol" | default (index .Values.config "kafka.security.protocol") | default "PLAINTEXT" -}}
{{- $mechanism := index .Values.kafka.settings "sasl.mechanism" | default (index .Values.config "kafka.sasl.mechanism") | default "" -}}
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
