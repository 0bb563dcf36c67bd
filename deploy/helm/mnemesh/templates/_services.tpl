{{/*
What the services are: image, ports, whether they keep files, which of them the gateway forwards to, and what tells how far
behind they are. Names and numbers are those of the services themselves.
*/}}
{{- define "mnemesh.services" -}}
gateway:
  image: gateway
  http: 7400
  management: 7500
memory:
  image: memory-service
  http: 7401
  management: 7501
  files: true
  backlog: max by (group, partition) (mnemesh_stream_backlog_events{namespace="NAMESPACE",group=~"memory-.+"})
embeddings:
  image: embeddings-service
  http: 7402
  management: 7502
  files: true
  backlog: max by (group, partition) (mnemesh_stream_backlog_events{namespace="NAMESPACE",group="memory-embedder"}) or sum by (service) (mnemesh_work_waiting_items{namespace="NAMESPACE",service="embeddings"})
intelligence:
  image: intelligence-service
  http: 7403
  management: 7503
  backlog: max by (group, partition) (mnemesh_stream_backlog_events{namespace="NAMESPACE",group=~"intelligence-.+"})
realtime:
  image: realtime-gateway
  http: 7404
  management: 7504
  backlog: max by (group, partition) (mnemesh_stream_backlog_events{namespace="NAMESPACE",group=~"realtime-.+"})
  connections: mnemesh_realtime_connections{namespace="NAMESPACE"}
cache:
  image: cache-service
  http: 7405
  management: 7505
{{- end -}}

{{/* Settings of one service over those of all. Takes (dict "root" $ "service" name). */}}
{{- define "mnemesh.settings" -}}
{{- $own := get .root.Values.services .service -}}
{{- toYaml (merge (dict) $own .root.Values.defaults) -}}
{{- end -}}

{{- define "mnemesh.image" -}}
{{- $settings := get .root.Values.services .service -}}
{{- $facts := get (fromYaml (include "mnemesh.services" .root)) .service -}}
{{- $name := printf "%s/%s" .root.Values.image.repository $facts.image -}}
{{- with .root.Values.image.registry -}}{{- $name = printf "%s/%s" . $name -}}{{- end -}}
{{- if $settings.digest -}}
{{- printf "%s@%s" $name $settings.digest -}}
{{- else -}}
{{- $tag := .root.Values.image.tag | default .root.Chart.AppVersion -}}
{{- if eq $settings.runtime "native" -}}{{- $tag = printf "%s-native" $tag -}}{{- end -}}
{{- printf "%s:%s" $name $tag -}}
{{- end -}}
{{- end -}}

{{/* A service keeps its index on a volume of each pod. */}}
{{- define "mnemesh.stateful" -}}
{{- if and (eq .service "memory") .root.Values.services.memory.persistence.enabled -}}true{{- end -}}
{{- end -}}

{{/* A service speaks with the Kubernetes API. */}}
{{- define "mnemesh.kubernetes" -}}
{{- if or (and (eq .service "intelligence") .root.Values.orchestrator.kubernetes.enabled) (and (eq .service "gateway") (eq .root.Values.gateway.discovery "kubernetes")) -}}true{{- end -}}
{{- end -}}

{{/*
Replicas of a service that is not scaled automatically. Where the orchestrator may scale, what it asked for stays: an upgrade
names the number that is there. Takes (dict "root" $ "service" name).
*/}}
{{- define "mnemesh.replicas" -}}
{{- $replicas := (get .root.Values.services .service).replicas -}}
{{- if and .root.Values.orchestrator.kubernetes.enabled .root.Values.clusterLookup -}}
{{- $kind := ternary "StatefulSet" "Deployment" (eq "true" (include "mnemesh.stateful" .)) -}}
{{- with lookup "apps/v1" $kind .root.Release.Namespace (printf "%s-%s" (include "mnemesh.fullname" .root) .service) -}}
{{- $replicas = int .spec.replicas -}}
{{- end -}}
{{- end -}}
{{- $replicas -}}
{{- end -}}
