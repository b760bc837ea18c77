/** Three small services, written as any service with Kafka and Kamon would be. */
package kamon.instrumentation.kafka.demo.shop;
