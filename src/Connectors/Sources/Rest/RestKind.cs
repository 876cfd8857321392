using System.Text.Json;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Sources.Rest.Answers;
using CreditHub.Connectors.Sources.Rest.Auth;
using CreditHub.Connectors.Sources.Rest.Paging;
using CreditHub.Connectors.Sources.Rest.Requests;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>The source kind <c>Rest</c>: a list behind an HTTP API that answers JSON or XML, SOAP included.</summary>
internal sealed class RestKind(HttpClients clients, TimeProvider time) : IKind<ISource>
{
    public string Name => "Rest";

    public string SettingsSchema => RestSchema.Text;

    public IReadOnlyList<ConfigFinding> Validate(JsonElement settings) => RestSettings.Read(settings).Findings;

    public ISource Create(string name, JsonElement settings)
    {
        var (read, findings) = RestSettings.Read(settings);
        SettingsFault.ThrowIfAny(name, findings);
        var address = EndpointAddress.Parse(read.Address.Resolve());
        var pace = read.Pace(time);
        var call = new HttpCall(clients.For(address), read.Timeout, read.MaxPageBytes, time);
        var api = new SupplierApi(call, address, read.Request, read.Auth(new CallTools(clients, read.Timeout, time)), pace);
        var pages = new PageAsker(api, new AnswerJudge(read.Answers), time);
        Uri Resolve(string link) => NextLink.Resolve(address, read.Request.Path, read.Paging.AllowedPath, link);
        return new RestSource(name, read, ask => new PageWalk(pages, read.Paging, ask, Resolve), pace, time);
    }
}
