namespace CreditHub.Benchmarks.Sources;

/// <summary>One way of supplying data: settings of source and decoder as in a connector's file, and how many records one file of it holds.</summary>
internal sealed record WayIn(string Name, string Title, string Source, string Decoder)
{
    private const string Fields =
        "CF_XDR_MC CF_XDR_LB CF_XDR_SHXYM CF_XDR_ZZJG CF_FRDB CF_FR_ZJLX CF_FR_ZJHM CF_XDR_ZJLX CF_XDR_ZJHM CF_WSH CF_WFXW CF_SY CF_YJ CF_CFLB CF_NR CF_NR_FK CF_JDRQ CF_YXQ CF_CFJG CF_CFJGDM CF_SJLY CF_SJLYDM BZ";

    private const string Csv = """{"kind":"Csv","encoding":"utf-8","separator":","}""";
    private const string Rows = """{"kind":"Json","records":"$.rows"}""";
    private const int Width = 160;

    public int MostRecords { get; init; } = int.MaxValue;

    public static IReadOnlyList<WayIn> All { get; } =
    [
        File("csv", "CSV", "*.csv", Csv),
        File("fixed", "TXT, fixed width, GB18030", "*.txt", $$"""{"kind":"FixedWidth","encoding":"gb18030","unit":"bytes","columns":[{{string.Join(',', Columns())}}]}"""),
        File("json", "JSON", "*.json", """{"kind":"Json","records":"$.rows"}"""),
        File("jsonl", "JSON Lines", "*.jsonl", """{"kind":"JsonLines","encoding":"utf-8"}"""),
        File("xml", "XML", "*.xml", """{"kind":"Xml","records":"DATAS/DATA"}"""),
        File("xls", ".xls (two files)", "*.xls", """{"kind":"Excel"}""") with { MostRecords = 60_000 },
        File("xlsx", ".xlsx", "*.xlsx", """{"kind":"Excel"}"""),
        File("zip-csv", "ZIP of CSV", "*.zip", """{"kind":"Zip","entries":"*.csv","inner":{"kind":"Csv","encoding":"utf-8","separator":","}}"""),
        File("zip-xml", "ZIP of XML", "*.zip", """{"kind":"Zip","entries":"*.xml","inner":{"kind":"Xml","records":"DATAS/DATA"}}"""),
        File("gzip-jsonl", "gzip of JSON Lines", "*.gz", """{"kind":"GZip","inner":{"kind":"JsonLines"}}"""),
        Remote("sftp", "SFTP, CSV", """{"kind":"Sftp","host":"","user":"","directory":"","hostKey":"","privateKey":""}"""),
        Remote("ftp", "FTP, CSV", """{"kind":"Ftp","host":"","user":"","directory":"out","password":""}"""),
        Remote("ftps", "FTPS, CSV", """{"kind":"Ftps","host":"","user":"","directory":"out","password":""}"""),
        Rest("rest-page", "REST by page", """{"type":"page","parameter":"page","sizeParameter":"size","size":1000}"""),
        Rest("rest-cursor", "REST by cursor", """{"type":"cursor","parameter":"after","next":"$.next","sizeParameter":"size","size":1000}"""),
        new("soap", "SOAP by page", """
            {"kind":"Rest","address":"env:BENCH_SOAP","path":"/soap","soap":{"version":"1.1","action":"urn:list"},"records":"/Envelope/Body/list/row","total":"/Envelope/total","paging":{"type":"page","size":1000},
             "body":{"type":"xml","template":"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><list><page>{page}</page><size>{size}</size></list></e:Body></e:Envelope>"}}
            """, """{"kind":"Xml","records":"Envelope/Body/list/row"}"""),
        new("table", "DatabaseTable", """{"kind":"DatabaseTable","connection":"env:BENCH_FRONT","table":"bench.rows","mode":"changes","id":"id","time":"gxsj"}""", Rows),
        new("query", "DatabaseQuery", """
            {"kind":"DatabaseQuery","connection":"env:BENCH_FRONT","query":"bench.sql","id":"id","time":"gxsj","since":{"type":"timestamp","start":"1900-01-01T00:00:00"},"sinceId":{"type":"number","start":"0"}}
            """, Rows),
    ];

    /// <summary>The query of the last way, in the form that the supplier's tables are made from.</summary>
    public static string Query { get; } = $"""
        select x.id, x.gxsj, {string.Join(", ", Fields.Split(' ').Where(f => f != "CF_CFLB").Select(f => $"x.\"{f}\""))}, d.mc as CF_CFLB
        from bench.main x join bench.kinds d on d.dm = x.kind
        where x.gxsj > @since or (x.gxsj = @since and x.id > @sinceId) order by x.gxsj, x.id limit @limit
        """;

    /// <summary>The connector's file.</summary>
    public string Connector => $$"""
        { "name": "{{Name}}", "supplier": { "code": "bench", "name": "测量" }, "dataset": "SGS_XZCF", "edition": "2019", "source": {{Source}}, "decoder": {{Decoder}},
          "mapping": { {{string.Join(", ", Fields.Split(' ').Select(f => $$"""
        "{{f}}": { "column": "{{f}}" }
        """.Trim()))}} } }
        """;

    /// <summary>Long texts are wide, all others narrow.</summary>
    private static IEnumerable<string> Columns()
    {
        int start = 1;
        foreach (string field in Fields.Split(' '))
        {
            int length = field is "CF_SY" or "CF_YJ" or "CF_NR" ? Width : Width / 4;
            yield return $$"""{"name":"{{field}}","start":{{start}},"length":{{length}}}""";
            start += length;
        }
    }

    private static WayIn File(string name, string title, string pattern, string decoder) =>
        new(name, title, $$"""{"kind":"FileDrop","directory":"inbox/{{name}}","pattern":"{{pattern}}","stableSeconds":0}""", decoder);

    private static WayIn Remote(string name, string title, string remote) =>
        new(name, title, $$"""{"kind":"FileDrop","directory":"inbox/{{name}}","pattern":"*.csv","stableSeconds":0,"remote":{{remote}}}""", Csv);

    private static WayIn Rest(string name, string title, string paging) => new(
        name, title, $$"""{"kind":"Rest","address":"env:BENCH_REST","path":"/{{name}}","records":"$.rows","total":"$.total","paging":{{paging}}}""", Rows);
}
