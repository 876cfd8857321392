using System.Runtime.InteropServices;
using CreditHub.Demo;

if (args.Any(a => a is "--help" or "-h"))
{
    Console.WriteLine(DemoOptions.Help);
    return 0;
}

if (DemoOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(DemoOptions.Help);
    return 2;
}

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await new DemoRun(options, DemoPlace.Find()).RunAsync(stop.Token);
