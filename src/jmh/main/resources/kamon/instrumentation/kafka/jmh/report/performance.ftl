<#include "tables.ftl">
# Performance

Written by `mvn verify -Pbench`; do not edit. Times depend on the machine, so compare ratios of one run only. Bytes are exact.

## Targets

"Added" is a tool's figure less that of no agent. "Floor" is what tracing with Kamon takes without any instrumentation, measured in the same run. For a send with a span it is, in bytes, the sum of its parts: a bare Kamon span, a copy of the record with a header of that size, and a callback; in time, all of that at once, an application that makes the same span by hand on a copy of its record, because parts that are measured alone have the processor to themselves. For a consumed record it is a bare span with the same tags; for an unsampled one, and for the copy of an unsampled record that is sent, it is what metrics take without any tracing: two looks at the clock, Kamon's time of the span, how long a record has waited; end to end, an application that makes the same spans by hand, on its own records. Where the floor misses a target too, it is the spans and the headers that take it, not the instrumentation.

| target | limit | floor | measured | met |
|---|--:|--:|--:|--:|
<#assign
  ours = added("OURS")
  oursUnsampled = added("OURS", ", parent=UNSAMPLED")
  kamonUnsampled = added("KAMON", ", parent=UNSAMPLED")
  unwanted = added("OURS", ", parent=NONE")
  carrier = floor(send, "carrier")
  least = {"nanos": added("BY_HAND").nanos, "bytes": bareProducerSpan.plus(carrier).bytes}
  leastUnsampled = floor(send, "producerSpan", "UNSAMPLED").plus(carrier)
  kctxWrite = floor(kctx, "kctxWrite").minus(floor(kctx, "headers"))
  perPoll = polled("OURS").minus(polled("NONE"))
  perPollOf50 = polled("OURS", 50).minus(polled("NONE", 50))
  cold = ", batches=400, collector=PARALLEL"
  kafka = "Kafka application"
  allTraced = tracings?filter(one -> one.name() == "ALL")?first
  onePercent = tracings?filter(one -> one.name() == "ONE_PERCENT")?first
  phases = {"send": "sending", "poll": "polling", "process": "processing within consumer spans"}
>
<#-- Added to a case of the unsampled path. -->
<#function alike method tool>
  <#local query = "benchmark=" + method + ", parent=UNSAMPLED, incoming=UNSAMPLED, tool=">
  <#return unsampled.cost(query + tool).minus(unsampled.cost(query + "NONE"))>
</#function>
<#-- For one record of a listener of Spring Kafka, without Spring's own. -->
<#function listened listening>
  <#local all = "tracing=ALL, listening=">
  <#return {
    "nanos": listeners.median("cpu", all + listening) - listeners.median("cpu", all + "NONE"),
    "bytes": listeners.median("bytes", all + listening) - listeners.median("bytes", all + "NONE")}>
</#function>
<#function unlooked tool>
  <#return unsampled.cost(
    "benchmark=ConsumerBenchmark.runWithConsumerSpan, incoming=UNSAMPLED, tool=" + tool)>
</#function>
<@ratios "send, sampled, added, to Kamon's" 0.75 0.75 ours added("KAMON") least />
<@ratios "send, sampled, added, to OpenTelemetry's" 0.7 0.75 ours added("OTEL") least />
<@ratios "send, sampled, added, to a bare Kamon span" 1.25 1.35 ours bareProducerSpan least />
<@target "send, unsampled, added, to Kamon's: bytes" 0.6
  oursUnsampled.bytes / kamonUnsampled.bytes
  leastUnsampled.bytes / kamonUnsampled.bytes />
<@target what="send, unsampled, added: bytes" limit=420
  measured=alike("SendBenchmark.send", "OURS").bytes unit=" B" />
<#assign braveSend = alike("SendBenchmark.send", "BRAVE").nanos>
<@target "send, unsampled, added, to Brave's: time" 2
  alike("SendBenchmark.send", "OURS").nanos / braveSend
  floor(unsampled, "measuredSend").plus(floor(unsampled, "carrier")).nanos / braveSend />
<@target what="runWithConsumerSpan, unsampled span: bytes" limit=140
  measured=unlooked("OURS").bytes unit=" B" />
<@target "runWithConsumerSpan, unsampled span, to Brave's: time" 1
  unlooked("OURS").nanos / unlooked("BRAVE").nanos
  floor(unsampled, "measuredConsumption").nanos / unlooked("BRAVE").nanos />
<@target what="send, no span wanted, added: time" limit=5 measured=unwanted.nanos unit=" ns" />
<@target what="send, no span wanted, added: bytes" limit=0 measured=unwanted.bytes unit=" B" />
<@ratios "writing kctx, to Kamon's write" 0.35 0.35 kctxWrite floor(kctx, "kamonWrite") />
<@ratios "reading kctx with a parent id, to Kamon's read" 0.4 0.5
  floor(kctx, "kctxRead", "SAMPLED_CHILD") floor(kctx, "kamonRead", "SAMPLED_CHILD") />
<@ratios "reading kctx without a parent id, to Kamon's read" 0.25 0.25
  floor(kctx, "kctxRead") floor(kctx, "kamonRead") />
<@target what="poll of 500, added for each record: time" limit=2
  measured=perPoll.nanos / 500 unit=" ns" />
<@target what="poll of 500 that no cache has, added for each record: time" limit=2
  measured=polled("OURS", 500, cold).minus(polled("NONE", 500, cold)).nanos / 500 unit=" ns" />
<@target what="poll, added for each record more: bytes" limit=0
  measured=perPoll.minus(perPollOf50).bytes / (500 - 50) unit=" B" />
<#list incomings?filter(one -> ["SAMPLED", "UNSAMPLED"]?seq_contains(one.name())) as incoming>
<@ratios "runWithConsumerSpan, " + incoming.label() + ", to Kamon's" 0.5 0.5
  processed("OURS", incoming.name()) processed("KAMON", incoming.name())
  floor(consumer, "consumerSpan", incoming.name()) />
</#list>
<#list [1, 10] as topics>
<#assign
  ruled = rules.cost("rules=true, topics=" + topics)
    .minus(rules.cost("rules=false, topics=" + topics))>
<@target what="rules of topics, for a record of " + (topics == 1)?then("one topic", topics + " topics in turn") + ": time"
  limit=1 measured=ruled.nanos unit=" ns" />
<@target what="rules of topics, for a record of " + (topics == 1)?then("one topic", topics + " topics in turn") + ": bytes"
  limit=0 measured=ruled.bytes unit=" B" />
</#list>
<#assign bySpring = listened("AUTOMATIC") byHelper = listened("BY_HELPER")>
<@ratios "a listener's automatic span, added, to that of the helper" 1.1 1.1 bySpring byHelper />
<#list phases as phase, doing>
<@target what=doing + ", 1 KiB, every record sampled and reported: throughput to no agent"
  limit=0.9 least=true
  measured=throughput(phase, "OURS", allTraced) floor=throughput(phase, "BY_HAND", allTraced) />
</#list>
<#list phases as phase, doing>
<@target what=doing + ", 1 KiB, 1 % sampled: throughput to a header of that size"
  limit=0.9 least=true
  measured=throughput(phase, "OURS", onePercent, 1024, 0.5, "HEADER_ONLY") />
<@target what=doing + ", 1 KiB, 1 % sampled: throughput to no agent"
  limit=0.75 least=true
  measured=throughput(phase, "OURS", onePercent) floor=throughput(phase, "HEADER_ONLY", onePercent) />
</#list>
<@target what="hello world startup, over an empty agent" limit=10
  measured=started("hello world", "OURS") - started("hello world", "EMPTY_AGENT") unit=" ms" />
<@target "Kafka application startup over no agent, to Kanela's" 0.35
  over(kafka, "OURS") / over(kafka, "KAMON") />
<@target "Kafka application startup over no agent, to OpenTelemetry's" 0.1
  over(kafka, "OURS") / over(kafka, "OTEL") />

## send

One record is built and sent, by default with a String key, no headers and one thread. `KafkaProducer` is a stand-in of the same name, fields and methods that acknowledges at once: it isolates what instrumentation costs. What is left of that in a real application is in the end to end table. "Spans by hand" is no agent, and an application that makes the same spans and headers itself, on a copy of each record, because an agent has to leave the caller's record as it is. Times are means over several JVMs, in a full run six for what most targets compare: no two compile the same, and JVMs of one case are up to ${send.spread()?is_nan?then("some", (100 * send.spread())?round + " %")} apart. All cases run once, then all again, so that a machine that gets slower or faster does so for all. Every benchmark checks that its tool really wrote the header of a new span into the record. Spans are thrown away when they are finished: Kamon has no reporter here, OpenTelemetry no exporter, Brave a handler that does nothing.

<@chart name="send-time" title="Time added to send, sampled parent" unit="ns"
  bars=[[bareLabel, bareProducerSpan.nanos]]
    + tracers?map(tool -> [label(tool), added(tool).nanos]) />
<@chart name="send-bytes" title="Bytes added to send, sampled parent" unit="B"
  bars=[[bareLabel, bareProducerSpan.bytes]]
    + tracers?map(tool -> [label(tool), added(tool).bytes]) />
<#assign byTool = columns(["NONE", "EMPTY_ADVICE"])
  + [[label("BY_HAND"), "tool=BY_HAND, benchmark=SendBenchmark.sendByHand"]] + columns(tracers)>
<@head "send" byTool />
<@costs figures=send columns=byTool query="benchmark=SendBenchmark.send"
  rows=rows(parents, "parent") + [
    ["no key", "key=NULL"],
    ["byte[] key", "key=BYTES"],
    ["1 header", "headers=1"],
    ["10 headers", "headers=10"],
    ["4 threads", "threads=4"]] />

All of this is with G1, the JVM's default. G1 does more at each write of a reference to an object, and a Kamon span has about twenty of them, so how tools compare depends on the collector too. Time added to a send with a sampled parent, each tool in as many JVMs:

| added | to Kamon's | to OpenTelemetry's | to a bare Kamon span |
|---|--:|--:|--:|
<#list collectors as collector>
  <#list ["OURS", "BY_HAND"] as tool>
    <#assign
      with = ", collector=" + collector.name()
      none = sent("NONE", with)
      time = sent(tool, with).minus(none).nanos
      toKamon = time / sent("KAMON", with).minus(none).nanos
      toOtel = time / sent("OTEL", with).minus(none).nanos
      toBare = time / floor(send, "producerSpan", "SAMPLED", with).nanos
    >
    <#if !time?is_nan>
| ${label(tool)}, ${collector.label()} | ${exact(toKamon)} | ${exact(toOtel)} | ${exact(toBare)} |
    </#if>
  </#list>
</#list>

## poll

A stand-in of `KafkaConsumer` has the records ready. Kamon marks each record, as we do; OpenTelemetry makes its consumer spans while the application iterates; Brave makes them in poll. A consumer's records are new in its processor's caches when poll returns; where 200,000 records take turns, no cache has them, and to mark each is to fetch it from memory. (With the parallel collector: to G1 these records are old and what they are marked with is new, which it writes down for each; records that were just polled are new themselves.) A JVM compiles the application's iteration to one of two speeds, about four to one, without an agent too but more often to the slower one where Kamon runs, and what is shown is the mean of six JVMs; nothing of ours runs while the application iterates.

<@chart name="poll-time" title="Time added to poll, for each of 500 records" unit="ns"
  bars=tracers?map(tool -> [label(tool), polled(tool).minus(polled("NONE")).nanos / 500]) />
<#assign byTool = columns(["NONE"] + tracers)>
<@head "poll" byTool />
<@costs figures=poll columns=byTool query="benchmark=PollBenchmark.poll"
  rows=[0, 1, 50, 500]?map(records -> ["poll of " + records, "records=" + records])
    + [["poll of 500 that no cache has", "records=500" + cold]] />
<@costs figures=poll columns=byTool query="benchmark=PollBenchmark.iterate"
  rows=[["iterating over 500", "records=500"]] />

## For one consumed record

`consumerSpan` and `runWithConsumerSpan` with the nine tags of a polled record. OpenTelemetry's agent has nothing like them. Kamon's `extractContext` always returns the empty context, so there is nothing to compare with. Headers have no parent id where a row does not name one, which costs Kamon's own reader an exception ([floors](#floors)). Brave takes its header off the record, and the benchmark puts it back.

<@chart name="consumer-time" title="Time of runWithConsumerSpan, sampled span" unit="ns"
  bars=[[bareLabel, bareConsumerSpan.nanos]]
    + tracers?map(tool -> [label(tool), processed(tool).nanos]) />
<#assign byTool = columns(["OURS", "KAMON", "BRAVE"])>
<@head "for one record" byTool />
<#list ["extractContext", "consumerSpan", "runWithConsumerSpan"] as method>
<@costs figures=consumer columns=byTool query="benchmark=ConsumerBenchmark." + method
  rows=rows(incomings, "incoming")?map(row -> [method + ", " + row[0], row[1]]) />
</#list>

<#if !unlooked("OURS").nanos?is_nan>
## What nobody looks at

A record of a trace that is not sampled, the ordinary case in production: sent, or processed within a consumer span that nobody looks at (`runWithConsumerSpan`), whose ids somebody reads, as a line of a log does ("looked at"), or within which another record is sent. OpenTelemetry makes its consumer spans while the application iterates, so the last two iterate over one record, with every tool. All in one run.

<#assign byTool = columns(["NONE"] + tracers)>
<@head "unsampled" byTool />
<@costs figures=unsampled columns=byTool rows=[
  ["send, unsampled parent", "benchmark=SendBenchmark.send, parent=UNSAMPLED"],
  ["send, a new trace that is not sampled", "benchmark=SendBenchmark.send, parent=NONE_NEW_UNSAMPLED"],
  ["runWithConsumerSpan, nobody looks", "benchmark=ConsumerBenchmark.runWithConsumerSpan, incoming=UNSAMPLED"],
  ["consume, looked at", "benchmark=ConsumerBenchmark.look, incoming=UNSAMPLED"],
  ["consume, then send", "benchmark=ConsumerBenchmark.consumeThenSend, incoming=UNSAMPLED"]] />

</#if>
## Floors

What Kamon itself takes for the same spans and contexts, without any instrumentation, and our header next to Kamon's own.

<#assign
  carried = [
    ["sampled", "incoming=SAMPLED"],
    ["sampled, with a parent id", "incoming=SAMPLED_CHILD"],
    ["unsampled", "incoming=UNSAMPLED"],
    ["sampled, three context tags", "incoming=SAMPLED_TAGS"]]
  alone = "benchmark=FloorBenchmark."
>
<@head "alone" carried />
<@costs figures=send columns=carried rows=[
  ["a bare Kamon producer span", alone + "producerSpan"],
  ["a copy of a record, a header of that size, a callback", alone + "carrier"]] />
<@costs figures=consumer columns=carried rows=[
  ["a bare Kamon consumer span", alone + "consumerSpan"]] />
<@costs figures=kctx columns=carried rows=[
  ["Kamon's own write of a context", alone + "kamonWrite"],
  ["our write of kctx to new headers", alone + "kctxWrite"],
  ["new headers with one header", alone + "headers"],
  ["Kamon's own read of a context", alone + "kamonRead"],
  ["our read of kctx", alone + "kctxRead"]] />

Where a header has no parent id, because its span is the first of its trace, Kamon's own reader throws and catches an exception. Most headers have one: that is the ratio to look at.

A send with a span cannot take less than a bare span and what carries it: a copy of the record, because the record itself is the caller's and stays as it is, a header, and a callback that finishes the span. Where the bytes of a send go (a sample of the objects by Flight Recorder, scaled to the exact sum):

| allocated from within | objects | sampled parent | unsampled parent |
|---|--:|--:|--:|
<#list profile.distinct("method", "", "bytes") as method>
  <#assign
    objects = profile.distinct("object", "method=" + method, "bytes")
    bytes = ["SAMPLED", "UNSAMPLED"]?map(parent ->
      whole(profile.sum("bytes", "method=" + method + ", parent=" + parent)) + " B")
  >
| `${method}` | ${objects?join(", ")} | ${bytes?join(" | ")} |
</#list>

<#if !formats.cost("benchmark=FormatBenchmark.oursWrite, format=W3C").nanos?is_nan>
## Formats

A sampled span with a parent id, 128 bits of trace, written to new headers and read from them, in each [format](propagation.md); other tools' own codecs on the same headers, as their Kafka instrumentations use them.

<#assign
  formatColumns = [
    ["kctx", "format=KCTX"], ["w3c", "format=W3C"], ["b3", "format=B3"],
    ["b3-single", "format=B3_SINGLE"], ["w3c and kctx", "format=W3C_AND_KCTX"]]
>
<@head "one context" formatColumns />
<@costs figures=formats columns=formatColumns rows=[
  ["our write", "benchmark=FormatBenchmark.oursWrite"],
  ["Kamon's write", "benchmark=FormatBenchmark.kamonWrite"],
  ["Brave's write", "benchmark=BraveFormatBenchmark.braveWrite"],
  ["our read", "benchmark=FormatBenchmark.oursRead"],
  ["Kamon's read", "benchmark=FormatBenchmark.kamonRead"],
  ["Brave's read", "benchmark=BraveFormatBenchmark.braveRead"]] />

<@head first="OpenTelemetry" columns=[["w3c", ""]] />
<@costs figures=formats columns=[["w3c", ""]] rows=[
  ["its write", "benchmark=OtelFormatBenchmark.otelWrite"],
  ["its read", "benchmark=OtelFormatBenchmark.otelRead"]] />

</#if>
<#if !rules.cost("rules=false, topics=1").nanos?is_nan>
## Rules

What a record pays for [rules of topics](configuration.md): the look at what holds for its topic, with three rules and with none, one topic after the other.

<#assign topicColumns = [["1 topic", "topics=1"], ["10 topics", "topics=10"], ["1,000 topics", "topics=1000"]]>
<@head "for one record" topicColumns />
<@costs figures=rules columns=topicColumns rows=[["no rules", "rules=false"], ["three rules", "rules=true"]] />

</#if>
<#if !sampling.median("nanos", "clients=50")?is_nan>
## Sampling of client metrics

What Kamon's scheduler takes to read all open clients once, by default every ten seconds: processor time and bytes of its threads for one round.

| consumers | partitions | processor time | allocated |
|--:|--:|--:|--:|
<#list [2, 50] as clients>
<#assign one = "clients=" + clients>
| ${clients} | ${whole(sampling.median("partitions", one))} | ${exact(sampling.median("nanos", one) / 1000000)} ms | ${whole(sampling.median("bytes", one) / 1024)} KiB |
</#list>

</#if>
## End to end

A real broker on the same machine, real clients with Kafka's default settings, a JVM for each tool, tools in turn. In a full run each JVM first sends, polls and processes 1,500,000 records of 100 bytes, because the JVM's compilers take one to four microseconds of processor time for each of the first million records, where Kafka itself takes one. Then, for each size, all records are sent as fast as possible; they are polled and looked at, as Kafka's own performance tools do; and they are polled again and each is processed within a consumer span, by an application that does nothing else with it. Figures are medians over all pairs, ratios with the quartiles of the pairs' ratios: they show the noise, which is large, because client and broker share the machine's processors. CPU (of the whole process), allocation and latency are for one record. At full speed most of the latency is waiting in the producer's own buffer.

"A header of that size" is no agent, and an application that adds a header of as many bytes as kctx to its records: what the bytes alone cost client and broker, whoever writes them. A batch of Kafka's default 16 KiB holds 15 records of 1 KiB without that header and 14 with it, so that the same records take 7 % more requests; with 100 bytes it is nearly twice as many. "Spans by hand" makes the spans and headers of our library, but for the tag `kafka.poll-time`, with Kamon's API and no agent. Our library, Kamon's and the spans by hand report their spans to a reporter that discards them, every 5 ms so that hardly any is dropped; OpenTelemetry has no exporter, which is in its favour. OpenTelemetry makes its consumer spans when the records are looked at, so it makes them while polling too.

<#list tracings as tracing>
<@chart name="end-to-end-" + (tracing.name() == "ALL")?then("every-record", "one-percent")
  title="Records of 1 KiB sent in a second, " + tracing.label() unit="records/s"
  bars=tools?map(tool ->
    [tool.label(), ends(tracing).median("sendRate", traffic(tool.name(), tracing, 1024))]) />
</#list>
<@phase "send" "sent/s" {
  "requests for 1,000 records": ["requests", 1, ""],
  "p99 to acknowledgement": ["p99", 1000000, " ms"]} />
<@phase "poll" "polled/s" {} />
<@phase "process" "processed/s" {
  "retained heap": ["heap", 1024 * 1024, " MiB"],
  "spans reported": ["reported", 1, ""]} />
<#if !listeners.median("rate", "listening=NONE, tracing=ALL")?is_nan>
## Listeners of Spring Kafka

A listener container of Spring Kafka and a real broker: a listener that does nothing with records of 100 bytes, which carry a context. A JVM for each way, in turn, which has handled 1.5 million records of that kind before it is measured. "runWithConsumerSpan in the listener" has the automatic span switched off. OpenTelemetry's agent has no exporter and Brave no reporter. Medians; CPU is of the whole process, bytes are those of the listener's thread, each for one record.

| records, tracing | records/s | to no agent | CPU | allocated |
|---|--:|--:|--:|--:|
<#list tracings as tracing>
  <#list listenings as listening>
    <#assign
      one = "tracing=" + tracing.name() + ", listening=" + listening.name()
      none = "tracing=" + tracing.name() + ", listening=NONE"
      cells = [
        number(listeners.median("rate", one)),
        exact(listeners.ratio(0.5, "rate", one, none)),
        number(listeners.median("cpu", one), " ns"),
        number(listeners.median("bytes", one), " B")]
    >
| ${tracing.label()}, ${listening.label()} | ${cells?join(" | ")} |
  </#list>
</#list>

</#if>
## Startup

From the start of the JVM to its end. The Kafka application starts Kamon, makes a producer, a consumer and records of both kinds, and ends. The AppCDS archive comes from a run without an agent.

<@chart name="startup" title="Startup of a Kafka application, over no agent" unit="ms"
  bars=["EMPTY_AGENT", "OURS", "KAMON", "OTEL"]?map(tool ->
    [label(tool), over(kafka, tool)]) />
| start to end | median | over no agent |
|---|--:|--:|
<#list ["hello world", kafka, kafka + " with an AppCDS archive"] as application>
  <#list tools as tool>
    <#assign millis = started(application, tool.name())>
    <#if !millis?is_nan>
| ${application}, ${tool.label()} | ${whole(millis)} ms | ${whole(over(application, tool.name()))} ms |
    </#if>
  </#list>
</#list>
<#assign weaving = started("weaving all targets", "OURS")>
<#if !weaving?is_nan>
| loading our engine and weaving all targets | ${whole(weaving)} ms |  |
</#if>

## Machine and versions

|  |  |
|---|--:|
<#list (results?first.machine)!{} as fact, value>
| ${fact} | ${value} |
</#list>

## How to repeat

| command | what it does |
|---|---|
| `mvn verify -Pbench` | measures everything and writes this page; takes about an hour and a half and wants an otherwise idle machine |
| `mvn verify -Pbench -Dbench=quick` | fewer cases and shorter runs, about four minutes and the build: for a first look, at `src/jmh/target/quick` |
| `mvn verify -Pbench -Dbench=send,poll` | only these parts (send, poll, consumer, kctx, unsampled, formats, rules, profile, endtoend, onepercent, listeners, sampling, startup); the others keep their last figures |
| `mvn verify -Pbench -Dbench=report` | writes this page again from the last figures |

The figures of each part are next to the charts, in `docs/performance`, as JSON. They are from these runs:

| part | measured at | effort | processor |
|---|--:|--:|--:|
<#list results as part>
| ${part.part} | ${part.at} | ${part.effort} | ${part.machine.Processor} |
</#list>
