/** Internal: what stands in the text headers of W3C Trace Context, W3C Baggage and B3. */
package kamon.instrumentation.kafka.internal.propagation.text;
