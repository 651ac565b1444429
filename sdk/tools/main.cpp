// wbm-plugin: begins, describes and checks media type plugins.
#include "commands.hpp"

#include <wbm/version.hpp>

#include <exception>
#include <iostream>

int main(int argc, char** argv) {
    CLI::App app("Begins, describes and checks wbmedia plugins.", "wbm-plugin");
    app.set_version_flag("--version", WBM_VERSION);
    app.require_subcommand(1);
    int exit_code = wbm::tool::done;
    wbm::tool::add_check_command(app, exit_code);
    wbm::tool::add_describe_command(app, exit_code);
    wbm::tool::add_new_command(app, exit_code);
    try {
        app.parse(argc, argv);
        return exit_code;
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    } catch (const std::exception& error) {
        std::cerr << "wbm-plugin: " << error.what() << '\n';
        return wbm::tool::failed;
    }
}
