using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CreditHub.Demo;

/// <summary>Leaves everything running until a person has seen enough.</summary>
internal sealed class DemoKeep(HubProcess hub, DemoWorld world)
{
    public async Task RunAsync(CancellationToken ct)
    {
        string port = FreePort();
        world.Environment["CREDITHUB__ADMIN__PORT"] = port;
        hub.WriteScript();
        string name = $"demo-{Environment.ProcessId}-{port}";
        var (made, key) = await hub.RunAsync(ct, "key", "add", name, "--role", "admin", "--days", "1");
        using var service = hub.StartService();
        DemoReport.Note($"The worker runs. Admin page: http://127.0.0.1:{port}/" + (made == 0 ? $"   key: {key.Trim()}" : ""));
        world.Platforms.ForEach(p => DemoReport.Note($"{p.Title}: {p.Platform.Address}"));
        DemoReport.Note("Ctrl-C ends worker, suppliers and platforms.");
        await service.WaitForExitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await HubProcess.StopAsync(service);
        if (made == 0)
        {
            await hub.RunAsync(CancellationToken.None, "key", "revoke", name);
        }
    }

    private static string FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
