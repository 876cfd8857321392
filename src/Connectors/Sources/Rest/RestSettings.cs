using System.Text.Json;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Sources.Rest.Answers;
using CreditHub.Connectors.Sources.Rest.Auth;
using CreditHub.Connectors.Sources.Rest.Paging;
using CreditHub.Connectors.Sources.Rest.Requests;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>How a supplier's list is asked for.</summary>
internal sealed record RestSettings
{
    public required SecretReference Address { get; init; }

    public required RestRequest Request { get; init; }

    public required Func<CallTools, Credentials> Auth { get; init; }

    public required RestPaging Paging { get; init; }

    public required AnswerSettings Answers { get; init; }

    public RestSince? UpdatedSince { get; init; }

    public TimeWindows? TimeWindows { get; init; }

    public RestWindow? Window { get; init; }

    public required RestDate Date { get; init; }

    /// <summary>Query parameter of a subject run; empty when a placeholder carries the code; null: there are none.</summary>
    public string? SubjectParameter { get; init; }

    public required Func<TimeProvider, RequestPace> Pace { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required int MaxPageBytes { get; init; }

    public static (RestSettings Settings, IReadOnlyList<ConfigFinding> Findings) Read(JsonElement element)
    {
        var reader = new SettingsReader(element);
        var address = reader.Reference("address");
        if (address.Text.Length > 0 && address.Problem() is null && !EndpointAddress.TryParse(address.Resolve(), out _, out var problem))
        {
            reader.Add("address", address.Text, problem!, "write https://host[:port][/path]");
        }

        var request = RestRequest.Read(reader);
        var paging = RestPaging.Read(reader, request);
        var settings = new RestSettings
        {
            Address = address,
            Request = request,
            Auth = RestAuth.Read(reader.Object("auth")),
            Paging = paging,
            Answers = AnswerSettings.Read(reader, paging.Next, request.Soap is not null),
            UpdatedSince = RestSince.Read(reader.Object("updatedSince"), request),
            TimeWindows = TimeWindows.Read(reader.Object("timeWindows"), request),
            Window = RestWindow.Read(reader.Object("window"), request),
            Date = RestDate.Read(reader.Object("date")),
            SubjectParameter = reader.OptionalText("subjectParameter") ?? (request.Names.Contains(Placeholder.Subject) ? "" : null),
            Pace = RequestPace.Read(reader.Object("budget")),
            Timeout = TimeSpan.FromSeconds(reader.Integer("timeoutSeconds", 30, 1, 600)),
            MaxPageBytes = reader.Integer("maxPageMegabytes", 64, 1, 512) << 20,
        };
        settings.CheckTogether(reader);
        reader.Done();
        return (settings, reader.Findings);
    }

    private void CheckTogether(SettingsReader reader)
    {
        if (UpdatedSince is not null && TimeWindows is not null)
        {
            reader.Add("timeWindows", null, "stands beside updatedSince", "keep one of them: windows remember where they ended");
        }

        if (TimeWindows is { Most: not null } && Answers.Total is null && Paging.Type != RestPagingType.None)
        {
            reader.Add("timeWindows.maxPerWindow", null, "how full a window is cannot be told from its first page", "name \"total\", or ask without paging");
        }
    }
}
