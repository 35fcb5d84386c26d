import LazaretCore

/// What happens to the machine, or what a person does.
enum Act: CaseIterable {
    case kill, reboot, freeze, replace, jumpForward, jumpBack, killSwitch, cancel, retry, approve, deny, reload,
        foreignAction, duplicate, signInAnew

    func happen(in run: SimulationRun) throws {
        let world = run.world
        switch self {
        case .kill: try world.kill()
        case .reboot where run.scenario.mayReboot: try world.reboot()
        case .reboot: try world.kill()
        case .freeze: world.freeze(for: .milliseconds(run.chance.milliseconds(1_000...1_200_000)))
        case .replace: try world.replace(thawAfter: .milliseconds(run.chance.milliseconds(10...600_000)))
        case .jumpForward where !run.scenario.mayReboot:
            world.jumpWall(by: .milliseconds(run.chance.milliseconds(500...5_400_000)))
        case .jumpBack where !run.scenario.mayReboot:
            world.jumpWall(by: .milliseconds(-run.chance.milliseconds(500...5_400_000)))
        case .jumpForward, .jumpBack: break
        case .killSwitch:
            try world.setKillSwitch(true)
            world.after(.milliseconds(run.chance.milliseconds(1_000...1_200_000))) {
                world.attempt { try world.setKillSwitch(false) }
            }
        case .cancel: try run.decide(.cancel)
        case .retry: try run.decide(.retry)
        case .approve: try run.decide(.approve)
        case .deny: try run.decide(.deny)
        case .reload: run.reload()
        case .foreignAction: try run.addForeignAction()
        case .duplicate: run.deliverAgain()
        case .signInAnew:
            var chance = run.chance
            Episode.revoked.begin(in: world, &chance)
        }
    }
}
