<#-- What the tables of performance.ftl are made of. Queries are those of Figures. -->

<#assign
  tracers = ["OURS", "KAMON", "OTEL", "BRAVE"]
  bareLabel = "bare Kamon span (floor)"
>

<#function label name>
  <#return tools?filter(tool -> tool.name() == name)?first.label()>
</#function>

<#-- Tools as columns, and values of a parameter as rows: each a [label, query]. -->
<#function columns names>
  <#return names?map(name -> [label(name), "tool=" + name])>
</#function>
<#function rows values parameter>
  <#return values?map(value -> [value.label(), parameter + "=" + value.name()])>
</#function>

<#function whole value>
  <#return value?string(",##0;; roundingMode=halfUp")>
</#function>
<#function number value unit="">
  <#return (value < 10)?then(value?string("0.0;; roundingMode=halfUp"), whole(value)) + unit>
</#function>
<#-- Ratios, which have no unit, with all their digits. -->
<#function exact value unit="">
  <#if value?is_nan><#return ""></#if>
  <#if unit != "" && value == value?round><#return whole(value) + unit></#if>
  <#return value?string("0.00;; roundingMode=halfUp") + unit>
</#function>

<#-- What was not measured is left out. -->
<#macro chart name title unit bars>
  <#if charts.draw(name, title, unit, bars)>
![${title}](performance/${name}.svg)

  </#if>
</#macro>

<#macro head first columns>
| ${first} | ${columns?map(column -> column[0])?join(" | ")} |
|---|${columns?map(column -> "--:")?join("|")}|
</#macro>

<#-- Costs, for those rows that were measured. -->
<#macro costs figures columns rows query="">
  <#list rows as row>
    <#local
      costs = columns?map(column -> figures.cost([query, row[1], column[1]]?join(", ")))
      cells = costs?map(it -> it.nanos?is_nan
        ?then("", number(it.nanos, " ns, ") + whole(it.bytes) + " B"))
    >
    <#if cells?join("") != "">
| ${row[0]} | ${cells?join(" | ")} |
    </#if>
  </#list>
</#macro>

<#-- A promise and what was measured for it: met or not to the digits that are shown. -->
<#macro target what limit measured floor=nothing.nanos unit="" least=false>
  <#local
    promise = least?then("at least ", "at most ") + exact(limit, unit)
    known = !measured?is_nan
    shown = known?then((measured * 100)?round / 100, 0)
    met = least?then(shown >= limit, shown <= limit)?then("yes", "**no**")
    outcome = known?then(exact(shown, unit) + " | " + met, "not measured | ")
  >
| ${what} | ${promise} | ${exact(floor, unit)} | ${outcome} |
</#macro>

<#macro ratios what time bytes ours other floor=nothing>
  <@target what + ": time" time ours.nanos / other.nanos floor.nanos / other.nanos />
  <@target what + ": bytes" bytes ours.bytes / other.bytes floor.bytes / other.bytes />
</#macro>

<#function traffic tool tracing size>
  <#return "tool=" + tool + ", tracing=" + tracing.name() + ", size=" + size>
</#function>
<#-- All records traced, and one in a hundred, are measured apart. -->
<#function ends tracing>
  <#return (tracing.name() == "ALL")?then(endtoend, onepercent)>
</#function>
<#function throughput phase tool tracing size=1024 quantile=0.5 base="NONE">
  <#return ends(tracing).ratio(quantile, phase + "Rate",
    traffic(tool, tracing, size), traffic(base, tracing, size))>
</#function>

<#-- The end to end table of one phase; more columns are [figure, divisor, unit]. -->
<#macro phase name rate more>
<@head first="records, tracing, tool"
  columns=([rate, "to no agent", "CPU", "allocated"] + more?keys)?map(column -> [column]) />
<#list [100, 1024] as size>
  <#list tracings as tracing>
    <#list ["NONE", "HEADER_ONLY", "BY_HAND", "OURS", "KAMON", "OTEL"] as tool>
      <#local key = traffic(tool, tracing, size)>
      <#if !ends(tracing).median(name + "Rate", key)?is_nan>
        <#local
          q = [0.5, 0.25, 0.75]?map(q -> exact(throughput(name, tool, tracing, size, q)))
          cells = [
            number(ends(tracing).median(name + "Rate", key)),
            q[0] + " (" + q[1] + " to " + q[2] + ")",
            number(ends(tracing).median(name + "Cpu", key), " ns"),
            number(ends(tracing).median(name + "Bytes", key), " B")]
            + more?values?map(it -> number(ends(tracing).median(it[0], key) / it[1], it[2]))
        >
| ${size} B, ${tracing.label()}, ${label(tool)} | ${cells?join(" | ")} |
      </#if>
    </#list>
  </#list>
</#list>

</#macro>

<#-- The costs that targets and charts are about. -->
<#function sent tool more="">
  <#local method = (tool == "BY_HAND")?then("sendByHand", "send")>
  <#return send.cost("benchmark=SendBenchmark." + method + ", tool=" + tool + more)>
</#function>
<#function added tool more="">
  <#return sent(tool, more).minus(sent("NONE"))>
</#function>
<#function polled tool records=500 more="">
  <#local query = "benchmark=PollBenchmark.poll, tool=" + tool + ", records=" + records>
  <#return poll.cost(query + more)>
</#function>
<#function processed tool incoming="SAMPLED">
  <#local method = "benchmark=ConsumerBenchmark.runWithConsumerSpan">
  <#return consumer.cost(method + ", tool=" + tool + ", incoming=" + incoming)>
</#function>
<#function floor figures method incoming="SAMPLED" more="">
  <#return figures.cost("benchmark=FloorBenchmark." + method + ", incoming=" + incoming + more)>
</#function>
<#-- In milliseconds. -->
<#function started application tool>
  <#return startup.median("nanos", "application=" + application + ", tool=" + tool) / 1000000>
</#function>
<#function over application tool>
  <#return started(application, tool) - started(application, "NONE")>
</#function>
<#assign
  bareProducerSpan = floor(send, "producerSpan")
  bareConsumerSpan = floor(consumer, "consumerSpan")
>
