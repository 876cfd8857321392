using CreditHub.Pipelines.Model;
using CreditHub.Testing;
using System.IO.Compression;
using System.Text;

namespace CreditHub.Connectors.Tests.Sources;

/// <summary>What answers of the Rest source mean: XML and SOAP, codes inside, packed and other encodings.</summary>
public sealed class RestAnswerTests : RestStubTests
{
    static RestAnswerTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Fact]
    public async Task A_soap_service_that_returns_text_is_unwrapped_and_a_token_escaped()
    {
        Environment.SetEnvironmentVariable(Secret, "a<b>&\"c");
        Stub.On("POST", "/list", StubAnswer.Text(
            "<e:Envelope xmlns:e='x'><e:Body><r><return>&lt;?xml version=\"1.0\" encoding=\"GBK\"?&gt;&lt;DATAS&gt;&lt;DATA&gt;&lt;n&gt;甲&lt;/n&gt;&lt;/DATA&gt;&lt;/DATAS&gt;</return></r></e:Body></e:Envelope>", contentType: "text/xml"));

        var got = await FetchAsync(
            $$""","soap":{"version":"1.2","action":"urn:q"},"body":{"type":"xml","template":["<a xmlns='u'>","<t>{token}</t></a>"]},"auth":{"type":"bearer","token":"env:{{Secret}}"},"unwrap":"/Envelope/Body/r/return" """,
            records: "/DATAS/DATA");

        Assert.Equal("<DATAS><DATA><n>甲</n></DATA></DATAS>", Assert.Single(got).Body);
        Assert.Contains("<t>a&lt;b&gt;&amp;&quot;c</t>", Stub.Requests[0].Text, StringComparison.Ordinal);
        Assert.Equal("application/soap+xml; charset=utf-8; action=\"urn:q\"", Stub.Requests[0].Headers["Content-Type"]);
    }

    [Theory]
    [InlineData("soap:Client", FailureKind.Config, 1)]
    [InlineData("soap:Server", FailureKind.Transient, 5)]
    public async Task A_soap_fault_is_told_by_its_code_and_its_text_is_not_shown(string code, FailureKind kind, int requests)
    {
        Stub.On("POST", "/list", StubAnswer.Text(
            $"<s:Envelope xmlns:s='x'><s:Body><s:Fault><faultcode>{code}</faultcode><faultstring>张三 not allowed</faultstring></s:Fault></s:Body></s:Envelope>", 500, "text/xml"));

        var failure = await FailsAsync(""","soap":{"action":"urn:q"},"body":{"type":"xml","template":"<a/>"}""", "/Envelope/Body/x/row");

        Assert.Equal((kind, requests), (failure.Kind, Stub.Requests.Count));
        Assert.DoesNotContain("张三", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Xml_with_a_document_type_is_refused()
    {
        Stub.On("GET", "/list", StubAnswer.Text("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a><b>&x;</b></a>", contentType: "text/xml"));

        Assert.Equal(FailureKind.Config, (await FailsAsync("", "/a/b")).Kind);
    }

    [Theory]
    [InlineData("500", FailureKind.Config, 1)]
    [InlineData("\"B01\"", FailureKind.Transient, 5)]
    [InlineData("429", FailureKind.Transient, 5)]
    public async Task A_code_inside_the_answer_decides(string code, FailureKind kind, int requests)
    {
        Stub.On("GET", "/list", StubAnswer.Json($$"""{"code":{{code}},"d":[]}"""));

        var failure = await FailsAsync(
            ""","answers":[{"when":{"path":"$.code","equals":"B01"},"then":"retry"},{"when":{"path":"$.code","equals":[429]},"then":"rateLimited"},{"when":{"status":200,"path":"$.code","notEquals":[0]},"message":"请联系供数单位"}]""");

        Assert.Equal((kind, requests), (failure.Kind, Stub.Requests.Count));
    }

    [Fact]
    public async Task An_answer_may_mean_nothing_there_or_not_ready()
    {
        const string rules = ""","answers":[{"when":{"status":404},"then":"empty"},{"when":{"path":"$.code","equals":"WAIT"},"then":"ignore"}]""";
        Stub.On("GET", "/list", StubAnswer.Json("{}", 404), StubAnswer.Json("""{"code":"WAIT"}"""));

        Assert.Equal("{\"d\":[]}\n", Assert.Single(await FetchAsync(rules)).Body);
        Assert.Empty(await FetchAsync(rules));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_compressed_answer_is_read_and_a_bomb_is_not(string coding)
    {
        StubAnswer Packed(byte[] plain)
        {
            var packed = new MemoryStream();
            using (Stream into = coding == "gzip" ? new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true) : new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            {
                into.Write(plain);
            }

            return StubAnswer.Bytes(packed.ToArray()).With("Content-Encoding", coding);
        }

        Stub.On("GET", "/list", Packed("""{"d":[{"n":7}]}"""u8.ToArray()), Packed(new byte[16 << 20]));

        Assert.Equal([7], Numbers(Assert.Single(await FetchAsync("")).Body));
        Assert.Equal(FailureKind.Config, (await FailsAsync("")).Kind);
    }

    [Fact]
    public async Task Gb18030_answers_become_utf8()
    {
        Stub.On("GET", "/list", StubAnswer.Bytes(Encoding.GetEncoding("GB18030").GetBytes("""{"d":[{"n":1,"名":"王𠮷"}]}""")));

        Assert.Equal("{\"d\":[{\"n\":1,\"名\":\"王𠮷\"}]}\n", Assert.Single(await FetchAsync(""","encoding":"gb18030" """)).Body);
    }

    [Fact]
    public async Task Records_under_another_name_are_no_empty_answer()
    {
        Stub.On("GET", "/list", StubAnswer.Text("<R><HEAD><CODE>0</CODE></HEAD><ROW><N>甲</N></ROW></R>", contentType: "text/xml"));

        foreach (string more in (string[])["", ""","paging":{"type":"page","parameter":"page","size":10}""", ""","timeWindows":{"start":"2026-11-01","from":"f","to":"t"}"""])
        {
            var failure = await FailsAsync(more, "/R/DATA");
            Assert.Equal(FailureKind.Payload, failure.Kind);
            Assert.Contains("no record at /R/DATA, but HEAD、ROW: ", failure.OperatorMessage, StringComparison.Ordinal);
        }
    }

    /// <summary>What follows the last record, or says that there is none, may look like anything: it is landed as an empty document.</summary>
    [Theory]
    [InlineData("", "<R><HEAD><CODE>0</CODE></HEAD><DATA/></R>", "<R><HEAD><CODE>0</CODE></HEAD></R>")]
    [InlineData(""","total":"/R/HEAD/N" """, "<R><HEAD><N>0</N></HEAD></R>")]
    [InlineData(""","answers":[{"when":{"path":"/R/HEAD/CODE","equals":["404"]},"then":"empty"}]""", "<R><HEAD><CODE>404</CODE></HEAD></R>")]
    public async Task A_head_beside_no_record_is_believed_where_something_says_so(string more, params string[] pages)
    {
        Stub.On("GET", "/list", [.. pages.Select(page => StubAnswer.Text(page, contentType: "text/xml"))]);

        var got = await FetchAsync(""","paging":{"type":"page","parameter":"page","size":10}""" + more, records: "/R/DATA");

        Assert.Equal("<R></R>", got[^1].Body);
        Assert.Equal(pages.Length, got.Count);
    }
}
