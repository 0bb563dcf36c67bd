{{/* Beginning of the names of all objects. Short enough for what is appended to it. */}}
{{- define "mnemesh.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* What selects the pods of this release; never changes during its life. */}}
{{- define "mnemesh.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{/* Labels of every object. */}}
{{- define "mnemesh.labels" -}}
{{ include "mnemesh.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: mnemesh
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name (.Chart.Version | replace "+" "_") | quote }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Names of the Secrets: the operator's, or the made-up one of a development mesh. */}}
{{- define "mnemesh.developmentSecret" -}}
{{ include "mnemesh.fullname" . }}-development
{{- end -}}
{{- define "mnemesh.secret.postgres" -}}
{{ .Values.postgres.existingSecret | default (include "mnemesh.developmentSecret" .) }}
{{- end -}}
{{- define "mnemesh.secret.redis" -}}
{{ .Values.redis.existingSecret | default (include "mnemesh.developmentSecret" .) }}
{{- end -}}
{{- define "mnemesh.secret.gateway" -}}
{{ .Values.gateway.existingSecret | default (include "mnemesh.developmentSecret" .) }}
{{- end -}}
{{- define "mnemesh.secret.erasure" -}}
{{ .Values.services.memory.erasure.existingSecret | default (include "mnemesh.developmentSecret" .) }}
{{- end -}}
{{- define "mnemesh.secret.test" -}}
{{ .Values.tests.existingSecret | default "mnemesh-test" }}
{{- end -}}
{{- define "mnemesh.postgresHost" -}}
{{ .Values.postgres.host | default (printf "%s-postgres" (include "mnemesh.fullname" .)) }}
{{- end -}}
