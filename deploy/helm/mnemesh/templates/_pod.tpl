{{/* Security of every container of the mesh. */}}
{{- define "mnemesh.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{/* Security of every pod of the mesh. Takes the user, or null. */}}
{{- define "mnemesh.podSecurity" -}}
runAsNonRoot: true
seccompProfile: {type: RuntimeDefault}
{{- with . }}
runAsUser: {{ . | int64 }}
runAsGroup: {{ . | int64 }}
fsGroup: {{ . | int64 }}
fsGroupChangePolicy: OnRootMismatch
{{- end }}
{{- end -}}

{{/* Where pods may run and with what right. Takes the settings of a service, or those of all. */}}
{{- define "mnemesh.placement" -}}
{{- with .priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with .nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "mnemesh.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . | quote }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* The certificates that PostgreSQL's is compared with, as a volume and where containers have it. */}}
{{- define "mnemesh.authorityVolume" -}}
{{- if eq .Values.postgres.tls.mode "verify-full" }}
- name: postgres-tls
  secret: {secretName: {{ .Values.postgres.tls.caSecret | quote }}, items: [{key: {{ .Values.postgres.tls.caKey | quote }}, path: ca.crt}], defaultMode: 0444}
{{- end }}
{{- end -}}
{{- define "mnemesh.authorityMount" -}}
{{- if eq .Values.postgres.tls.mode "verify-full" }}
- {name: postgres-tls, mountPath: /etc/postgres-tls, readOnly: true}
{{- end }}
{{- end -}}

{{/* Takes (dict "root" $ "facts" … "settings" …). */}}
{{- define "mnemesh.mounts" -}}
- {name: tmp, mountPath: /tmp}
{{- include "mnemesh.authorityMount" .root }}
{{- if .facts.files }}
- {name: data, mountPath: /var/lib/mnemesh}
{{- end }}
{{- with .settings.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/*
How long a pod may take to end: what it says it will take, what the mesh waits for handlers and work (10 s each), and a margin
of 10 s, after which the kubelet kills it.
*/}}
{{- define "mnemesh.grace" -}}
{{- add (int .shutdownDelaySeconds) (int .drainSeconds) 30 -}}
{{- end -}}

{{/* The pod of a service, the same for all six. Takes (dict "root" $ "service" name). */}}
{{- define "mnemesh.pod" -}}
{{- $root := .root -}}
{{- $values := .root.Values -}}
{{- $service := .service -}}
{{- $facts := get (fromYaml (include "mnemesh.services" $root)) $service -}}
{{- $settings := fromYaml (include "mnemesh.settings" .) -}}
{{- $image := include "mnemesh.image" . -}}
metadata:
  labels:
    {{- include "mnemesh.labels" $root | nindent 4 }}
    app.kubernetes.io/component: {{ $service }}
    {{- with $settings.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    kubectl.kubernetes.io/default-container: {{ $service }}
    {{- if and (eq $service "embeddings") (eq $values.models.source "download") }}
    # Other models, or another way to get them, start the pods anew.
    checksum/models: {{ printf "%s%s" (toJson $values.models.download) ($root.Files.Get "files/download.sh") | sha256sum }}
    {{- end }}
    {{- with $settings.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "mnemesh.fullname" $root }}-{{ $service }}
  automountServiceAccountToken: {{ eq "true" (include "mnemesh.kubernetes" .) }}
  # Variables like MNEMESH_GATEWAY_PORT, which Kubernetes makes of Services, would be taken for settings.
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ include "mnemesh.grace" $settings }}
  securityContext:
    {{- include "mnemesh.podSecurity" $settings.runAsUser | nindent 4 }}
  {{- include "mnemesh.pullSecrets" $root | nindent 2 }}
  {{- include "mnemesh.placement" $settings | nindent 2 }}
  {{- with $settings.runtimeClassName }}
  runtimeClassName: {{ . | quote }}
  {{- end }}
  topologySpreadConstraints:
    {{- range $key, $how := dict "topology.kubernetes.io/zone" $settings.topologySpread.zone "kubernetes.io/hostname" $settings.topologySpread.node }}
    - maxSkew: 1
      topologyKey: {{ $key }}
      whenUnsatisfiable: {{ $how }}
      labelSelector:
        matchLabels:
          {{- include "mnemesh.selector" $root | nindent 10 }}
          app.kubernetes.io/component: {{ $service }}
      # Counted within one version, so that an update does not skew what it leaves.
      matchLabelKeys: [{{ if include "mnemesh.stateful" (dict "root" $root "service" $service) }}controller-revision-hash{{ else }}pod-template-hash{{ end }}]
    {{- end }}
  {{- if or $values.migrations.enabled (and (eq $service "embeddings") (eq $values.models.source "download")) }}
  initContainers:
    {{- if $values.migrations.enabled }}
    - name: migrate
      image: {{ $image | quote }}
      imagePullPolicy: {{ $values.image.pullPolicy }}
      securityContext:
        {{- include "mnemesh.containerSecurity" $root | nindent 8 }}
      env:
        {{- include "mnemesh.env" (dict "root" $root "service" $service "migrate" true) | nindent 8 }}
      resources:
        {{- toYaml $settings.resources | nindent 8 }}
      terminationMessagePolicy: FallbackToLogsOnError
      volumeMounts:
        {{- include "mnemesh.mounts" (dict "root" $root "facts" $facts "settings" $settings) | nindent 8 }}
    {{- end }}
    {{- if and (eq $service "embeddings") (eq $values.models.source "download") }}
    - name: models
      image: {{ $values.models.downloader.image | quote }}
      imagePullPolicy: {{ $values.image.pullPolicy }}
      command: [/bin/sh, /etc/mnemesh/download.sh]
      securityContext:
        {{- include "mnemesh.containerSecurity" $root | nindent 8 }}
      resources:
        requests: {cpu: 50m, memory: 32Mi, ephemeral-storage: 16Mi}
        limits: {memory: 64Mi, ephemeral-storage: 32Mi}
      terminationMessagePolicy: FallbackToLogsOnError
      volumeMounts:
        - {name: tmp, mountPath: /tmp}
        - {name: models, mountPath: /var/lib/models}
        - {name: downloads, mountPath: /etc/mnemesh, readOnly: true}
    {{- end }}
  {{- end }}
  containers:
    - name: {{ $service }}
      image: {{ $image | quote }}
      imagePullPolicy: {{ $values.image.pullPolicy }}
      {{- if eq $settings.runtime "native" }}
      args: ["-Xmx{{ $settings.heap }}m"]
      {{- end }}
      securityContext:
        {{- include "mnemesh.containerSecurity" $root | nindent 8 }}
      env:
        {{- include "mnemesh.env" (dict "root" $root "service" $service "migrate" false) | nindent 8 }}
      ports:
        - {name: http, containerPort: {{ $facts.http }}, protocol: TCP}
        - {name: management, containerPort: {{ $facts.management }}, protocol: TCP}
      startupProbe:
        httpGet: {path: /q/health/started, port: management}
        periodSeconds: 2
        timeoutSeconds: 2
        failureThreshold: {{ div (int $settings.startupSeconds) 2 }}
      livenessProbe:
        httpGet: {path: /q/health/live, port: management}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: {path: /q/health/ready, port: management}
        periodSeconds: 5
        timeoutSeconds: 4
        failureThreshold: 2
      resources:
        {{- toYaml $settings.resources | nindent 8 }}
      terminationMessagePolicy: FallbackToLogsOnError
      volumeMounts:
        {{- include "mnemesh.mounts" (dict "root" $root "facts" $facts "settings" $settings) | nindent 8 }}
        {{- if and (eq $service "embeddings") (ne $values.models.source "none") }}
        - {name: models, mountPath: /var/lib/models, readOnly: true}
        {{- end }}
  volumes:
    - name: tmp
      emptyDir: {sizeLimit: {{ $settings.tmpSizeLimit }}}
    {{- include "mnemesh.authorityVolume" $root | nindent 4 }}
    {{- with $settings.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{- if and $facts.files (not (include "mnemesh.stateful" (dict "root" $root "service" $service))) }}
    - name: data
      emptyDir: {}
    {{- end }}
    {{- if and (eq $service "embeddings") (ne $values.models.source "none") }}
    - name: models
      {{- if eq $values.models.source "image" }}
      image: {reference: {{ $values.models.image | quote }}, pullPolicy: {{ $values.image.pullPolicy }}}
      {{- else }}
      emptyDir: {sizeLimit: {{ $values.models.sizeLimit }}}
    - name: downloads
      configMap: {name: {{ include "mnemesh.fullname" $root }}-models, defaultMode: 0555}
      {{- end }}
    {{- end }}
{{- end -}}
