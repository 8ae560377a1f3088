import {nearestFolder} from './canonical-name.ts';

const services: ReadonlyMap<string, string> = new Map([
	['github.com/aws/aws-sdk-go', 'AWS'],
	['github.com/aws/aws-sdk-go-v2', 'AWS'],
	['github.com/aws/smithy-go', 'AWS'],
	['github.com/elastic/go-elasticsearch', 'Elasticsearch'],
	['github.com/elastic/elastic-transport-go', 'Elasticsearch'],
	['github.com/olivere/elastic', 'Elasticsearch'],
	['github.com/opensearch-project/opensearch-go', 'OpenSearch'],
	['github.com/minio/minio-go', 'S3'],
	['cloud.google.com/go/storage', 'Google Cloud Storage'],
	['cloud.google.com/go/pubsub', 'Google Pub/Sub'],
	['cloud.google.com/go', 'Google Cloud'],
	['google.golang.org/api', 'Google API'],
	['github.com/Azure/azure-sdk-for-go', 'Azure'],
	['k8s.io/client-go', 'Kubernetes API'],
	['github.com/hashicorp/consul/api', 'Consul'],
	['github.com/hashicorp/vault/api', 'Vault'],
	['github.com/docker/docker/client', 'Docker'],
	['github.com/influxdata/influxdb-client-go', 'InfluxDB'],
	['github.com/prometheus/client_golang/api', 'Prometheus'],
	['github.com/stripe/stripe-go', 'Stripe'],
	['github.com/ClickHouse/clickhouse-go', 'ClickHouse'],
	['go.etcd.io/etcd/client', 'etcd'],
	['go.temporal.io/sdk', 'Temporal'],
	['connectrpc.com/connect', 'Connect RPC'],
	['github.com/twitchtv/twirp', 'Twirp'],
]);

/** What people call the service behind a library that speaks plain HTTP or gRPC: `AWS s3`, `Elasticsearch`. */
export function serviceOf(path: string): string | undefined {
	const aws = /^github\.com\/aws\/aws-sdk-go(?:-v2)?\/service\/(\w+)/u.exec(path);
	if (aws !== null) {
		return `AWS ${aws[1]}`;
	}

	return nearestFolder(path, folder => services.get(folder));
}
